"""What the documents say of the contract is written from the contract."""
