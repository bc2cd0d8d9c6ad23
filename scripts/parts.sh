# Runs the parts of a test run, times them and sums what they count. Sourced by scripts/test and .ci/run.
#
#   part NAME COMMAND...   runs it, output into build/logs/NAME.log; shown when it fails
#   shown NAME COMMAND...  the same, and its output is shown while it runs
#   parts_end              prints the sum as the last line; status 1 if anything failed
#
# A part counts what its last "N passed, N failed" line says, or Catch2's summary, or 1 without either.
# A part that ends with an error but counts no failure counts one.
passed=0
failed=0
failed_parts=()
mkdir -p build/logs

counts_of() { # FILE STATUS -> "passed failed"
  awk -v status="$2" '
    /^[0-9]+ passed, [0-9]+ failed/ { p = $1; f = $3; known = 1 }
    /^All tests passed \(.* in [0-9]+ test cases?\)/ { match($0, /in [0-9]+/); p = substr($0, RSTART + 3, RLENGTH - 3); f = 0; known = 1 }
    /^test cases:/ { p = 0; f = 0; known = 1
      for (i = 1; i < NF; i++) { if ($(i + 1) == "passed") p = $i; if ($(i + 1) == "failed") f = $i } }
    /^No tests ran/ { p = 0; f = 1; known = 1 }
    END {
      if (!known) { p = status == 0; f = status != 0 }
      if (status != 0 && f == 0) f = 1
      print p + 0, f + 0
    }' "$1"
}

part_end() { # NAME STATUS SECONDS
  local p f log="build/logs/$1.log"
  read -r p f < <(counts_of "$log" "$2")
  passed=$((passed + p))
  failed=$((failed + f))
  if ((f)); then
    failed_parts+=("$1")
    printf 'FAILED %-22s %6d passed, %d failed  %4d s   (%s)\n' "$1" "$p" "$f" "$3" "$log"
  else
    printf 'ok     %-22s %6d passed            %4d s\n' "$1" "$p" "$3"
  fi
}

part() {
  local name=$1 begin=$SECONDS status=0
  shift
  "$@" >"build/logs/$name.log" 2>&1 </dev/null || status=$?
  ((status == 0)) || { echo "--- $name: $* (status $status)"; tail -n 60 "build/logs/$name.log"; echo "---"; }
  part_end "$name" "$status" $((SECONDS - begin))
}

shown() {
  local name=$1 begin=$SECONDS status=0
  shift
  "$@" 2>&1 </dev/null | tee "build/logs/$name.log" || status=${PIPESTATUS[0]}
  part_end "$name" "$status" $((SECONDS - begin))
}

parts_end() {
  ((failed == 0)) || echo "Failed: ${failed_parts[*]}"
  echo "$passed passed, $failed failed"
  ((failed == 0))
}
