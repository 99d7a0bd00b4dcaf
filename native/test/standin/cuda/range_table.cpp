// Ranges of addresses that do not overlap.
#include <mutex>
#include <shared_mutex>

#include "test/standin/device_memory.h"

namespace ioproof::standin {

bool RangeTable::add(std::shared_ptr<Range> range) {
    const std::lock_guard lock(mutex_);
    const auto after = ranges_.lower_bound(range->start);
    if (after != ranges_.end() && after->first < range->start + range->bytes) return false;
    if (after != ranges_.begin() && std::prev(after)->second->holds(range->start, 1)) return false;
    ranges_.emplace(range->start, std::move(range));
    return true;
}

std::shared_ptr<Range> RangeTable::find(uintptr_t address) const {
    const std::shared_lock lock(mutex_);
    const auto after = ranges_.upper_bound(address);
    if (after == ranges_.begin()) return nullptr;
    const std::shared_ptr<Range>& range = std::prev(after)->second;
    return range->holds(address, 1) ? range : nullptr;
}

std::shared_ptr<Range> RangeTable::startingAt(uintptr_t start) const {
    const std::shared_lock lock(mutex_);
    const auto found = ranges_.find(start);
    return found == ranges_.end() ? nullptr : found->second;
}

void RangeTable::remove(uintptr_t start) {
    const std::lock_guard lock(mutex_);
    ranges_.erase(start);
}

size_t RangeTable::count(int device) const {
    const std::shared_lock lock(mutex_);
    size_t count = 0;
    for (const auto& [start, range] : ranges_) count += range->device == device ? 1 : 0;
    return count;
}

uint64_t RangeTable::bytes(int device) const {
    const std::shared_lock lock(mutex_);
    uint64_t bytes = 0;
    for (const auto& [start, range] : ranges_) bytes += range->device == device ? range->bytes : 0;
    return bytes;
}

}  // namespace ioproof::standin
