#!/bin/sh
# Zig refuses what the `cc` crate passes to Apple's compiler, so those arguments are dropped.
set -e
skip=
for argument do
  shift
  if [ -n "$skip" ]; then skip=; continue; fi
  case $argument in
    --target=* | -mmacosx-version-min=* | -mmacos-version-min=*) continue ;;
    -arch | -isysroot) skip=1; continue ;;
  esac
  set -- "$@" "$argument"
done
exec "$PYTHON" -m ziglang $TOOL "$@"
