"""Values as words: numbers, clocks, timers; and the colours that go with them."""
