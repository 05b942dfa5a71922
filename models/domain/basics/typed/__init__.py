"""What did somebody type who meant a time or a day? Read by the desk's wall clock."""
