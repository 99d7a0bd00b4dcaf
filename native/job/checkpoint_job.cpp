// Rounds: prepared by the last rank to come, ended by rank 0.
#include "job/checkpoint_job.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/io_error.h"
#include "core/page_cache.h"
#include "core/system_caches.h"
#include "job/worker_content.h"

namespace ioproof {
namespace {

/// How long a stop may go unnoticed.
constexpr auto look = std::chrono::milliseconds(20);
constexpr size_t mostDamagedNamed = 16;

const CheckpointSpec& checked(const JobSpec& spec) { return *spec.checkpoint; }

uint64_t since(uint64_t begin) { return monotonicNs() - begin; }

/// Until the training of all ranks can go on.
uint64_t stallOf(const CheckpointRound& round) {
    uint64_t stall = 0;
    for (const CheckpointRank& rank : round.ranks) stall = std::max(stall, rank.stallNs);
    return stall;
}

}  // namespace

CheckpointJob::CheckpointJob(const JobSpec& spec)
    : job_(spec),
      spec_(checked(spec)),
      files_(spec.root, spec_),
      hasFiles_(spec.engine != EngineKind::Null),
      content_(files_, contentSeed(spec.seed, 0)),
      saved_(files_),
      madeAt_(files_.dataFileCount()),
      release_(spec_.ranks, [this](uint64_t latest) { return prepareRound(latest); }),
      complete_(spec_.present) {
    rounds_.reserve(roundCount());
    if (!spec_.verifyLoads) return;
    // Ranks that load parts of their own may add to the same sums.
    const uint32_t sums = spec_.loadAll ? spec_.ranks : 1;
    for (uint32_t index = 0; index < sums; ++index) found_.push_back(std::make_unique<CheckpointChecksums>(files_));
}

CheckpointJob::Round CheckpointJob::current() const {
    const std::lock_guard lock(mutex_);
    return {.isLoad = rounds_.back().isLoad, .number = rounds_.back().number};
}

/// Nobody is in a round.
uint64_t CheckpointJob::prepareRound(uint64_t latest) {
    uint64_t due = latest;
    CheckpointRound round;
    round.isLoad = rounds_.size() >= spec_.saves;
    if (!rounds_.empty() && !round.isLoad) due = std::max(due, dueAfter(rounds_.back()));
    if (round.isLoad) prepareLoad(round);
    else prepareSave(round);
    round.ranks.resize(spec_.ranks);
    for (auto& made : madeAt_) made.store(0, std::memory_order_relaxed);
    const std::lock_guard lock(mutex_);
    bytesDone_ = 0;
    arrived_ = 0;
    latestEndNs_ = 0;
    rounds_.push_back(std::move(round));
    return due;
}

/// Before it, the next save must not begin.
uint64_t CheckpointJob::dueAfter(const CheckpointRound& before) const {
    const uint64_t from = spec_.background ? stallOf(before) : before.endNs;
    return before.startNs + from + spec_.pauseNs;
}

void CheckpointJob::prepareSave(CheckpointRound& round) {
    round.number = spec_.firstNumber + static_cast<uint32_t>(rounds_.size());
    saved_.clear();
    if (spec_.background && !rounds_.empty()) {
        const CheckpointRound& before = rounds_.back();
        const uint64_t end = before.startNs + before.endNs;
        round.waitedNs = end - std::min(end, dueAfter(before));
    }
    if (!hasFiles_) return;
    removeCheckpoint(files_, round.number);
    makeCheckpointDirectories(files_, round.number);
}

void CheckpointJob::prepareLoad(CheckpointRound& round) {
    round.number = numberToLoad(static_cast<uint32_t>(rounds_.size()) - spec_.saves);
    for (const auto& sums : found_) sums->clear();
    if (!hasFiles_) return;
    readSeal(files_, round.number, saved_);
    const std::vector<std::string> paths = files_.dataPathsOf(round.number);
    if (job_.dropCache) dropPageCache(paths);
    const CacheFacts cache = measureResidency(paths);
    round.residentBytes = cache.residentBytes;
    round.totalBytes = cache.totalBytes;
    round.residencyMethod = cache.method;
    // Last: to look at files brings their inodes back.
    if (job_.coldPasses == ColdPasses::System) round.systemCachesRefusal = dropSystemCaches().reason;
}

/// The newest first, then the one before, in turn.
uint32_t CheckpointJob::numberToLoad(uint32_t load) const {
    if (complete_.empty()) throw JobError("CHECKPOINT_INCOMPLETE", "there is no complete checkpoint to load");
    return complete_[complete_.size() - 1 - load % complete_.size()];
}

void CheckpointJob::arrive(uint32_t rank, const CheckpointRank& times, uint64_t releasedAt, bool complete) {
    const std::lock_guard lock(mutex_);
    rounds_.back().startNs = releasedAt;
    rounds_.back().ranks[rank] = times;
    if (!complete) return;
    ++arrived_;
    latestEndNs_ = std::max(latestEndNs_, times.endNs);
    if (arrived_ == spec_.ranks) changed_.notify_all();
}

void CheckpointJob::addCompared(const CheckpointSource& source) {
    if (found_.empty()) return;
    CheckpointResult part;
    source.compare(part);
    const std::lock_guard lock(mutex_);
    compared_.verifiedPieces += part.verifiedPieces;
    compared_.damagedPieces += part.damagedPieces;
    for (DamagedPiece& piece : part.damaged)
        if (compared_.damaged.size() < mostDamagedNamed) compared_.damaged.push_back(std::move(piece));
}

std::optional<uint64_t> CheckpointJob::awaitRanks(const std::atomic<bool>& stop, const RankRelease::Idle& idle) {
    std::unique_lock lock(mutex_);
    while (arrived_ < spec_.ranks) {
        if (stop.load(std::memory_order_relaxed)) return std::nullopt;
        if (changed_.wait_for(lock, look) == std::cv_status::no_timeout) continue;
        lock.unlock();
        idle();
        lock.lock();
    }
    return latestEndNs_;
}

void CheckpointJob::endRound(uint64_t endNs) {
    CheckpointRound& round = rounds_.back();
    round.endNs = endNs;
    if (round.isLoad) return complete(round);
    seal(round);
    complete(round);
    complete_.push_back(round.number);
    removeOld(round);
}

void CheckpointJob::complete(CheckpointRound& round) {
    const std::lock_guard lock(mutex_);
    round.complete = true;
    ++roundsDone_;
}

void CheckpointJob::seal(CheckpointRound& round) {
    if (!hasFiles_) return;
    const uint64_t begin = monotonicNs();
    sealCheckpoint(files_, round.number, saved_);
    round.sealNs = since(begin);
}

void CheckpointJob::removeOld(CheckpointRound& round) {
    const uint64_t begin = monotonicNs();
    while (complete_.size() > spec_.keep) {
        if (hasFiles_) round.removedFiles += removeCheckpoint(files_, complete_.front());
        complete_.erase(complete_.begin());
    }
    if (hasFiles_) round.removeNs = since(begin);
}

void CheckpointJob::addTo(JobResult& result) const {
    const std::lock_guard lock(mutex_);
    result.checkpoint = compared_;
    result.checkpoint->rounds = rounds_;
}

void CheckpointJob::addTo(Snapshot& snapshot) const {
    const std::lock_guard lock(mutex_);
    CheckpointSnapshot now{.roundsDone = roundsDone_, .rounds = roundCount()};
    const uint64_t perLoad = files_.bytes() * (spec_.loadAll ? spec_.ranks : 1);
    if (!rounds_.empty()) {
        now.isLoad = rounds_.back().isLoad;
        now.number = rounds_.back().number;
        now.bytesDone = bytesDone_.load(std::memory_order_relaxed);
    }
    now.bytes = now.isLoad ? perLoad : files_.bytes();
    const double round = roundsDone_ < rounds_.size() && now.bytes > 0
                             ? static_cast<double>(now.bytesDone) / static_cast<double>(now.bytes)
                             : 0;
    snapshot.fractionDone =
        std::max(snapshot.fractionDone, std::min(1.0, (roundsDone_ + round) / static_cast<double>(roundCount())));
    snapshot.checkpoint = now;
}

}  // namespace ioproof
