#!/bin/sh
# Stands in for Apple's C compiler. A type check links nothing, so every object file may be empty.
for argument do
  # How the `cc` crate finds out which compiler this is.
  [ "$argument" = -E ] && echo '#pragma message "clang"'
  [ "$previous" = -o ] && : >"$argument"
  previous=$argument
done
exit 0
