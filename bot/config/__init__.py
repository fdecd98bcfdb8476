"""From the configuration file to frozen models; what is wrong is said in French."""
