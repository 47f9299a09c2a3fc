scoutsuite_results =
{"account_id": "", "provider_code": "aws", "last_run": {"time": "2026-11-14 19:16:10+0000", "version": "5.14.0"}, "services": {"cloudtrail": {"findings": {}}}}
