// The sharing as the code of DLIO does it, which is not always as its documents tell.
#include "sources/sample_order.h"

#include <algorithm>
#include <numeric>

#include "core/io_error.h"
#include "core/numpy_random.h"
#include "sources/file_interleave.h"
#include "sources/stream_plan.h"

namespace ioproof {
namespace {

/// Between the seeds of the ranks when they shuffle what they were dealt.
constexpr uint32_t seedOfNextRank = 31;

uint64_t dividedUp(uint64_t value, uint64_t by) { return (value + by - 1) / by; }

}  // namespace

SampleOrder::SampleOrder(const TrainingSpec& spec, std::shared_ptr<const SampleFiles> files, uint64_t seed)
    : spec_(spec), files_(std::move(files)), seed_(static_cast<uint32_t>(seed)) {
    if (fileSpec().container == Container::Parquet && spec.loader != LoaderKind::Stream)
        throw JobError("BAD_SPEC", "row groups are loaded by loader stream only");
    if (redealsFiles()) deal();
}

uint64_t SampleOrder::fileCount() const { return epoch_.isEval ? files_->evalFiles() : files_->trainFiles(); }

uint64_t SampleOrder::itemsPerFile() const {
    if (spec_.loader != LoaderKind::Stream) return fileSpec().samplesPerFile;
    if (fileSpec().container == Container::Parquet)
        return dividedUp(fileSpec().samplesPerFile, fileSpec().rowGroupRows);
    return 1;
}

bool SampleOrder::sharesSamplesOfFiles() const {
    return spec_.loader == LoaderKind::Tf && spec_.rules != TrainingRules::V3 && fileCount() < spec_.accelerators;
}

uint64_t SampleOrder::filesOf(uint32_t rank) const {
    if (sharesSamplesOfFiles()) return fileCount();
    if (redealsFiles()) return lists_[epoch_.isEval][rank].size();
    return rank < fileCount() ? dividedUp(fileCount() - rank, spec_.accelerators) : 0;
}

uint64_t SampleOrder::fileAt(uint32_t rank, uint64_t position) const {
    const uint64_t first = epoch_.isEval ? files_->trainFiles() : 0;
    if (redealsFiles()) return first + lists_[epoch_.isEval][rank][position];
    return first + (sharesSamplesOfFiles() ? position : rank + position * spec_.accelerators);
}

uint64_t SampleOrder::firstSampleOf(uint32_t rank) const {
    const uint64_t ranks = spec_.accelerators;
    if (spec_.rules == TrainingRules::V1) return rank * (sampleCount() / ranks);
    return std::min(rank * dividedUp(sampleCount(), ranks), sampleCount());
}

uint64_t SampleOrder::itemsOf(uint32_t rank) const {
    if (!dealsFiles()) return firstSampleOf(rank + 1) - firstSampleOf(rank);
    return filesOf(rank) * itemsPerFile();
}

LoadItem SampleOrder::sampleAt(uint64_t position) const {
    uint64_t sample = position;
    if (keyed_) sample = (*keyed_)(position);
    else if (permutesSamples()) sample = lists_[epoch_.isEval][0][position];
    const uint64_t perFile = fileSpec().samplesPerFile;
    return {.file = (epoch_.isEval ? files_->trainFiles() : 0) + sample / perFile, .firstSample = sample % perFile};
}

LoadItem SampleOrder::itemOf(uint32_t rank, uint64_t index) const {
    if (!dealsFiles()) return sampleAt(firstSampleOf(rank) + index);
    const uint64_t samples = fileSpec().samplesPerFile;
    if (spec_.loader == LoaderKind::Tf) {
        const FileInterleave files{.files = filesOf(rank), .samples = samples, .readers = spec_.readThreads};
        const FileInterleave::Place place = files.placeOf(index);
        return {.file = fileAt(rank, place.file), .firstSample = place.sample};
    }
    const uint64_t file = fileAt(rank, index / itemsPerFile());
    const uint64_t within = index % itemsPerFile();
    if (spec_.loader == LoaderKind::Torch) return {.file = file, .firstSample = within};
    const uint64_t rows = itemsPerFile() == 1 ? samples : fileSpec().rowGroupRows;
    return {.file = file, .firstSample = within * rows, .samples = std::min(rows, samples - within * rows)};
}

uint64_t SampleOrder::stepsOf(uint32_t rank) const {
    const uint64_t ranks = spec_.accelerators;
    const uint64_t samples = fileSpec().samplesPerFile;
    if (spec_.loader == LoaderKind::Stream)
        return StreamBatches(filesOf(rank), samples, batchSize(), spec_.readThreads).steps();
    if (sharesSamplesOfFiles())
        return (rank < sampleCount() ? dividedUp(sampleCount() - rank, ranks) : 0) / batchSize();
    return itemsOf(rank) / batchSize();
}

uint64_t SampleOrder::steps() const {
    uint64_t steps = sampleCount() / batchSize() / spec_.accelerators;
    for (uint32_t rank = 0; rank < spec_.accelerators; ++rank) steps = std::min(steps, stepsOf(rank));
    return spec_.steps > 0 ? std::min(steps, spec_.steps) : steps;
}

void SampleOrder::begin(const EpochId& epoch) {
    epoch_ = epoch;
    if (permutesSamples()) permute();
    if (!redealsFiles() || epoch.isEval) return;
    redeal(false, epoch.number);
    redeal(true, epoch.number);
}

void SampleOrder::deal() {
    const uint64_t counts[] = {files_->trainFiles(), files_->evalFiles()};
    for (uint32_t kind = 0; kind < 2; ++kind) {
        lists_[kind].resize(spec_.accelerators);
        for (uint64_t file = 0; file < counts[kind]; ++file)
            lists_[kind][file % spec_.accelerators].push_back(static_cast<uint32_t>(file));
    }
}

/// All senders are dealt with in turn, which leaves each receiver with its files in the order of the senders.
void SampleOrder::redeal(bool isEval, uint32_t epoch) {
    std::vector<std::vector<uint32_t>> received(spec_.accelerators);
    for (uint32_t sender = 0; sender < spec_.accelerators; ++sender) {
        std::vector<uint32_t>& own = lists_[isEval][sender];
        NumpyRandom(spec_.newOrderEachEpoch ? seed_ + epoch : seed_).shuffle(own);
        for (uint64_t index = 0; index < own.size(); ++index)
            received[(index + sender) % spec_.accelerators].push_back(own[index]);
        own = {};
    }
    for (uint32_t rank = 0; rank < spec_.accelerators; ++rank)
        NumpyRandom(seed_ + epoch + seedOfNextRank * rank).shuffle(received[rank]);
    lists_[isEval] = std::move(received);
}

void SampleOrder::permute() {
    keyed_.reset();
    if (sampleCount() > mostListedSamples) {
        keyed_.emplace(sampleCount(), mix64(seed_) + mix64((uint64_t{epoch_.number} << 1) + epoch_.isEval));
        return;
    }
    auto& lists = lists_[epoch_.isEval];
    if (lists.empty()) {
        lists.emplace_back(sampleCount());
        std::iota(lists[0].begin(), lists[0].end(), 0u);
    }
    NumpyRandom(seed_).shuffle(lists[0]);
}

}  // namespace ioproof
