#!/bin/sh
# Stands in for Apple's C compiler. A type check links nothing, so every object file may be empty.
for argument do
  case $argument in
    # The `cc` crate asks these to find out that it is Clang, and not Microsoft's.
    -E) echo '#pragma message "clang"' ;;
    -\?) exit 1 ;;
  esac
  [ "$previous" = -o ] && : >"$argument"
  previous=$argument
done
exit 0
