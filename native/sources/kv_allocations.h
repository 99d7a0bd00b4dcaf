// How many turns may be written at once: leave to write, given in the order in which it was asked for.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>

#include "core/wake_bell.h"

namespace ioproof {

/// Shared by all workers.
class KvAllocations {
public:
    /// `most` 0: any number.
    explicit KvAllocations(uint32_t most) : unlimited_(most == 0), free_(most) {}

    /// One who asks; stays where it is while it waits.
    struct Asker {
        WakeBell* bell = nullptr;
        /// Under the lock.
        bool waits = false;
        bool granted = false;
    };

    /// True with leave. Else the bell rings once it is there, and then the same call gives it.
    bool take(Asker& asker);
    void giveBack();
    /// It asks no more.
    void leave(Asker& asker);

private:
    void grantNext();

    const bool unlimited_;
    std::mutex mutex_;
    uint32_t free_;
    std::deque<Asker*> waiting_;
};

}  // namespace ioproof
