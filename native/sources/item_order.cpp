// The parts of the workers follow one another, so that each is a range.
#include "sources/item_order.h"

#include <algorithm>

namespace ioproof {

ItemOrder::ItemOrder(const JobSpec& spec, WorkerShare share)
    : spec_(spec),
      first_(spec.fileCount * share.index / share.count),
      last_(spec.fileCount * (share.index + 1) / share.count),
      position_(first_),
      ownsItems_(spec.changesNames()),
      random_(mix64(spec.seed) ^ mix64(share.index + 1)),
      permutation_(permutedItems(), spec.seed) {
    if (!spec.resumeAt.empty()) position_ += std::min(spec.resumeAt[share.index], itemsPerPass());
}

uint64_t ItemOrder::permutedItems() const {
    return ownsItems_ ? std::max<uint64_t>(itemsPerPass(), 1) : spec_.fileCount;
}

bool ItemOrder::hasNextPass() const { return first_ != last_ && (spec_.passes == 0 || pass_ + 1 < spec_.passes); }

void ItemOrder::beginPass() {
    ++pass_;
    position_ = first_;
    permutation_ = Permutation(permutedItems(), mix64(spec_.seed + pass_));
}

uint64_t ItemOrder::next() {
    const uint64_t position = position_++;
    switch (spec_.access) {
        case Access::Sequential: return position;
        case Access::Permutation: return ownsItems_ ? first_ + permutation_(position - first_) : permutation_(position);
        default: return random_.below(spec_.fileCount);
    }
}

}  // namespace ioproof
