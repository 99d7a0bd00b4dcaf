// What a job of kind checkpoint has beside its workers: its rounds, and what comes before and after each of them.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "core/checkpoint_seal.h"
#include "core/job_result.h"
#include "core/job_spec.h"
#include "job/job_files.h"
#include "job/rank_release.h"
#include "sources/checkpoint_source.h"

namespace ioproof {

/// Made before the workers, one of which is each rank. Times are nanoseconds since the measured time began, those of a
/// round since its release.
class CheckpointJob {
public:
    /// Throws JobError; `spec` must outlive the job.
    explicit CheckpointJob(const JobSpec& spec);

    /// Proves O_DIRECT, and that what is to be loaded without being saved first is complete. Nothing is done to a file
    /// on engine null. Throws IoError, or JobError CHECKPOINT_INCOMPLETE, CHECKPOINT_DIFFERS, DIRECT_MISALIGNED.
    JobFiles prepareFiles();
    /// After prepareFiles().
    const CheckpointContext& context() const { return *context_; }
    const CheckpointFiles& files() const { return files_; }
    RankRelease& release() { return release_; }
    uint32_t roundCount() const { return spec_.saves + spec_.loads; }

    /// Which round it is that the ranks were released for.
    struct Round {
        bool isLoad = false;
        uint32_t number = 0;
    };
    Round current() const;

    /// Rank: its part of the round is over, or was cut off.
    void arrive(uint32_t rank, const CheckpointRank& times, uint64_t releasedAt, bool complete);
    /// Rank: adds what it has compared.
    void addCompared(const CheckpointSource& source);
    /// Rank 0: waits for the others, and calls `idle` now and then; when the slowest of them was done. Nothing where
    /// the job is stopped before.
    std::optional<uint64_t> awaitRanks(const std::atomic<bool>& stop, const RankRelease::Idle& idle);
    /// Rank 0: the round is over at `endNs`. A save is sealed, is complete from then on, and what is not kept is
    /// removed. Throws IoError.
    void endRound(uint64_t endNs);

    /// Once all workers have ended.
    void addTo(JobResult& result) const;
    void addTo(Snapshot& snapshot) const;

private:
    void complete(CheckpointRound& round);
    uint64_t prepareRound(uint64_t latest);
    void prepareSave(CheckpointRound& round);
    void prepareLoad(CheckpointRound& round);
    uint64_t dueAfter(const CheckpointRound& before) const;
    void seal(CheckpointRound& round);
    void removeOld(CheckpointRound& round);
    uint32_t numberToLoad(uint32_t load) const;

    const JobSpec& job_;
    const CheckpointSpec& spec_;
    const CheckpointFiles files_;
    const bool hasFiles_;
    std::optional<CheckpointPlan> plan_;
    const CheckpointContent content_;
    CheckpointChecksums saved_;
    std::vector<std::unique_ptr<CheckpointChecksums>> found_;
    std::vector<std::atomic<uint64_t>> madeAt_;
    std::atomic<uint64_t> bytesDone_{0};
    std::optional<CheckpointContext> context_;
    RankRelease release_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    /// Those that have begun; there is room for all of them.
    std::vector<CheckpointRound> rounds_;
    uint32_t roundsDone_ = 0;
    uint32_t arrived_ = 0;
    uint64_t latestEndNs_ = 0;
    /// Complete, oldest first.
    std::vector<uint32_t> complete_;
    CheckpointResult compared_;
};

}  // namespace ioproof
