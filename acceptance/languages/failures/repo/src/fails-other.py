import helper

try:
    {}["key"]
except KeyError as missing:
    raise helper.Lost("no key") from missing
