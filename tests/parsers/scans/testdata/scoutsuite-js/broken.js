scoutsuite_results =
{"account_id": 
