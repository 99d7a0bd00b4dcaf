// What a job of packed samples must hold to, and the making of its shards.
#include <algorithm>
#include <memory>
#include <string>

#include "core/io_error.h"
#include "core/job_spec.h"

namespace ioproof {
namespace {

void require(bool condition, const char* rule) {
    if (!condition) throw JobError("BAD_SPEC", std::string("job: ") + rule);
}

bool belongsToShards(OperationKind kind) {
    switch (kind) {
        case OperationKind::Stat:
        case OperationKind::Statx:
        case OperationKind::Open:
        case OperationKind::Create:
        case OperationKind::Read:
        case OperationKind::Write:
        case OperationKind::Close: return true;
        default: return false;
    }
}

}  // namespace

void JobSpec::packShards() {
    if (packing == Packing::None) return;
    require(kind == JobKind::Files, "packing belongs to kind files");
    require(fileCount >= 1 && sampleCount >= fileCount, "each shard needs a sample");
    require(packing != Packing::Tar || fileSize <= largestTarMember, "a member of a tar shard must be below 8 GiB");
    shards = std::make_shared<const Shards>(packing, sampleCount, fileCount, sizesOfSamples());
}

void JobSpec::checkPacking() const {
    if (packing == Packing::None) {
        require(sampleCount == 0, "sampleCount needs packing");
        return;
    }
    require(shards != nullptr, "packing needs its shards");
    require(std::all_of(operations.begin(), operations.end(), belongsToShards) && mix.empty() && !itemsAreDirectories,
            "packed shards are only looked at, opened or created, read, written and closed");
    if (!writes()) return;
    // Their content is made from the first byte to the last, and the checksum of a record follows its data.
    require(!reads() && creates() && queueDepth == 1, "shards are written anew and one at a time");
    require(refill && compressPercent == 0 && dedupePercent == 0 && pattern.empty(),
            "what a shard is written with is given by its format");
}

}  // namespace ioproof
