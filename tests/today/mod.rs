mod get_today;
