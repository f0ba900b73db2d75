import subprocess

child = subprocess.Popen(["sleep", "98765"])
print("no end of line", end="")
exit()
print("never printed")
