"""The commands that write into the vault. They change the bytes they mean to, and no others."""
