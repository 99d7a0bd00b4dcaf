// The next share of the schedule, and an item that its chain may have.
#include "sources/mix_source.h"

#include "core/io_error.h"
#include "core/worker_parts.h"

namespace ioproof {
namespace {

/// The workers start at different places of the schedule, so that they do not all do the same at once.
size_t firstPlace(WorkerShare share) { return scheduleLength * uint64_t{share.index} / share.count; }

}  // namespace

MixSource::MixSource(const JobSpec& spec, const FileNamespace& files, WorkerShare share, uint32_t readUnit)
    : first_(WorkerParts{.count = spec.fileCount, .workers = share.count}.start(share.index)),
      items_(WorkerParts{.count = spec.fileCount, .workers = share.count}.size(share.index)),
      passes_(spec.passes),
      schedule_(scheduleOf(spec.mix)),
      place_(firstPlace(share)),
      random_(mix64(spec.seed) ^ mix64(share.index + 1)),
      live_(items_),
      itemOf_(spec.queueDepth) {
    for (const auto& each : spec.mix) {
        const ChainNames names = namesOf(each.operations);
        shares_.push_back({.chain = ChainTemplate(spec, each.operations, files, readUnit),
                           .usesFile = names.usesFile,
                           .makesFile = names.makesFile,
                           .keepsFile = names.keepsFile});
    }
}

std::optional<uint64_t> MixSource::itemFor(const Share& share) {
    if (!share.usesFile) return random_.below(items_);
    if (share.makesFile)
        if (const auto hole = live_.takeHole()) return hole;
    return live_.take(random_);
}

uint32_t MixSource::fill(std::span<Chain* const> chains) {
    uint32_t filled = 0;
    for (Chain* chain : chains) {
        if (isOver()) break;
        const uint8_t number = schedule_[place_];
        const Share& share = shares_[number];
        const auto item = itemFor(share);
        waitsForDrain_ = !item;
        if (!item) break;
        share.chain.describe(*chain, first_ + *item);
        chain->share = number;
        itemOf_[chain->slot] = *item;
        place_ = (place_ + 1) % scheduleLength;
        ++given_;
        ++filled;
    }
    return filled;
}

void MixSource::drained() {
    waitsForDrain_ = false;
    if (live_.freeCount() == 0)
        throw JobError("NO_FILE_LEFT", "the chains of the mix have removed every file of a worker");
}

void MixSource::ended(const Chain& chain) {
    const Share& share = shares_[chain.share];
    const uint64_t item = itemOf_[chain.slot];
    if (!share.usesFile) return;
    if (share.keepsFile) live_.giveBack(item);
    else live_.makeHole(item);
}

}  // namespace ioproof
