// First come, first served.
#include "sources/kv_allocations.h"

#include <algorithm>

namespace ioproof {

bool KvAllocations::take(Asker& asker) {
    if (unlimited_) return true;
    const std::lock_guard lock(mutex_);
    if (asker.granted) {
        asker.granted = false;
        return true;
    }
    if (asker.waits) return false;
    if (free_ > 0 && waiting_.empty()) {
        --free_;
        return true;
    }
    asker.waits = true;
    waiting_.push_back(&asker);
    return false;
}

void KvAllocations::grantNext() {
    if (waiting_.empty()) {
        ++free_;
        return;
    }
    Asker* const next = waiting_.front();
    waiting_.pop_front();
    next->waits = false;
    next->granted = true;
    next->bell->ring();
}

void KvAllocations::giveBack() {
    if (unlimited_) return;
    const std::lock_guard lock(mutex_);
    grantNext();
}

void KvAllocations::leave(Asker& asker) {
    const std::lock_guard lock(mutex_);
    std::erase(waiting_, &asker);
    asker.waits = false;
    if (!asker.granted) return;
    asker.granted = false;
    grantNext();
}

}  // namespace ioproof
