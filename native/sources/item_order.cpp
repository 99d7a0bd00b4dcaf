// The parts of the workers follow one another, so that each is a range.
#include "sources/item_order.h"

#include <algorithm>

namespace ioproof {

namespace {

struct ItemRange {
    uint64_t first;
    uint64_t end;
};

uint64_t itemsOf(const JobSpec& spec, const FileNamespace& files) {
    if (spec.makesDirectories()) return files.branchCount();
    return spec.itemsAreDirectories ? files.directoryCount() : spec.fileCount;
}

ItemRange wholePartOf(const JobSpec& spec, const FileNamespace& files, uint64_t items, WorkerShare share) {
    if (spec.everyWorkerVisits) return {.first = 0, .end = items};
    const uint32_t worker = (share.index + spec.workerShift) % share.count;
    if (spec.makesDirectories() && files.workerRoots() > 0)
        return {.first = files.firstBranchOf(worker), .end = files.firstBranchOf(worker + 1)};
    if (spec.itemsAreDirectories && files.workerRoots() > 0)
        return {.first = files.firstDirectoryOf(worker), .end = files.firstDirectoryOf(worker + 1)};
    const WorkerParts parts{.count = items, .workers = share.count};
    return {.first = parts.start(worker), .end = parts.start(worker + 1)};
}

ItemRange partOf(const JobSpec& spec, const FileNamespace& files, uint64_t items, WorkerShare share) {
    ItemRange part = wholePartOf(spec, files, items, share);
    if (spec.itemsPerWorker > 0 && !spec.itemsAreDirectories)
        part.end = std::min(part.end, part.first + spec.itemsPerWorker);
    return part;
}

bool hasParts(const JobSpec& spec) {
    return spec.changesNames() || spec.filePerWorker || spec.workerShift > 0 || spec.itemsPerWorker > 0;
}

}  // namespace

ItemOrder::ItemOrder(const JobSpec& spec, const FileNamespace& files, WorkerShare share)
    : spec_(spec),
      itemCount_(itemsOf(spec, files)),
      first_(partOf(spec, files, itemCount_, share).first),
      last_(partOf(spec, files, itemCount_, share).end),
      position_(first_),
      ownsItems_(hasParts(spec)),
      lastFirst_(spec.itemsAreDirectories && spec.does(OperationKind::Rmdir)),
      random_(mix64(spec.seed) ^ mix64(share.index + 1)),
      permutationSeed_(spec.everyWorkerVisits ? mix64(spec.seed) ^ share.index : spec.seed),
      permutation_(permutedItems(), permutationSeed_) {}

uint64_t ItemOrder::permutedItems() const { return ownsItems_ ? std::max<uint64_t>(itemsPerPass(), 1) : itemCount_; }

bool ItemOrder::hasNextPass() const { return first_ != last_ && (spec_.passes == 0 || pass_ + 1 < spec_.passes); }

void ItemOrder::beginPass() {
    ++pass_;
    position_ = first_;
    permutation_ = Permutation(permutedItems(), mix64(permutationSeed_ + pass_));
}

uint64_t ItemOrder::next() {
    const uint64_t position = position_++;
    switch (spec_.access) {
        case Access::Sequential: return lastFirst_ ? last_ - 1 - (position - first_) : position;
        case Access::Permutation: return ownsItems_ ? first_ + permutation_(position - first_) : permutation_(position);
        default: return ownsItems_ ? first_ + random_.below(itemsPerPass()) : random_.below(itemCount_);
    }
}

}  // namespace ioproof
