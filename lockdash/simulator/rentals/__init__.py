"""A small rental business with RemoteLock devices: Wi-Fi locks that sleep, doors, plugs, thermostats."""
