from urllib.request import urlopen


def fetch():
    raise ConnectionResetError("by somebody")


try:
    fetch()
except OSError as problem:
    raise ConnectionError("nothing came") from problem
