// What a job of samples in shards or in the files of a training data set must hold to, and the making of their tables.
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
    checkContent();
}

/// What is in files of samples is made from the first byte to the last, as checksums and indexes follow their data.
void JobSpec::checkContent() const {
    if (!writes()) return;
    require(!reads() && creates() && queueDepth == 1, "files of samples are written anew and one at a time");
    require(refill && compressPercent == 0 && dedupePercent == 0 && pattern.empty(),
            "what a file of samples is written with is given by its format");
}

void JobSpec::layOutSamples() {
    if (sampleFiles) samples = std::make_shared<const SampleFiles>(*sampleFiles);
}

void JobSpec::checkSamples() const {
    if (!sampleFiles) return;
    require(kind != JobKind::Block, "sampleFiles belongs to kinds files and training");
    require(samples != nullptr, "sampleFiles needs its files");
    require(fileCount == samples->fileCount(), "fileCount must be that of sampleFiles, companions included");
    require(packing == Packing::None && fileSizes.form == SizeForm::Fixed, "sampleFiles has sizes of its own");
    require(directoryDepth == 0 && !filePerWorker, "sampleFiles has directories of its own");
    require(itemsPerWorker == 0 && workerShift == 0 && operationsBefore.empty(), "sampleFiles has all of its files");
    if (kind != JobKind::Files) return;
    require(std::all_of(operations.begin(), operations.end(), belongsToShards) && mix.empty() && !itemsAreDirectories,
            "files of samples are only looked at, opened or created, read, written and closed");
    checkContent();
}

}  // namespace ioproof
