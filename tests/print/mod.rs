mod print_medications;
