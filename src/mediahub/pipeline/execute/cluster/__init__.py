"""Workers in other processes and on other machines, by Dask, which nobody else knows."""
