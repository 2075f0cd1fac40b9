"""The views stage: for every page one frozen value with all that its template may show."""
