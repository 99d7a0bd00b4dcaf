// A bell that a sleeping thread is woken by, also while the kernel has something of it in a queue.
#pragma once

#include <cstdint>

#include "core/clock.h"
#include "core/file_descriptor.h"

namespace ioproof {

/// One thread waits, any thread rings. A ring that comes before the wait ends that wait at once.
class WakeBell {
public:
    /// Throws JobError BELL_REFUSED where the process may open no more descriptors.
    WakeBell();

    void ring();
    /// Until the bell rings or until this time on the clock, up to which it may be some microseconds late. What was
    /// rung is forgotten.
    void waitUntil(const Clock& clock, uint64_t time);
    /// Forgets what was rung.
    void silence();

    /// An eventfd(2): readable once the bell has rung.
    int descriptor() const { return event_.get(); }

private:
    FileDescriptor event_;
};

}  // namespace ioproof
