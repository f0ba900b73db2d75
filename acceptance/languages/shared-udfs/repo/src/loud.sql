SELECT java_method('com.acme.Words', 'loud', 'from sql') AS word;
