# Finds a Python that is new enough and hands over to it: sh tools/python.sh SCRIPT [ARGUMENT ...]
for python in python3 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" "$@"
    fi
done
found=$(python3 --version 2>/dev/null || echo "no Python")
echo "Lur needs Python 3.11 or newer; here is $found." >&2
echo "Debian 12 and Ubuntu 24.04 have it: apt-get install python3. Then start again." >&2
exit 1
