namespace procos::rest {}
