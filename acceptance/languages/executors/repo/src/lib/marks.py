def mark(text):
    return text + "!"
