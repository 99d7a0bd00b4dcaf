// One thread of a job: takes chains from its source, gives them to its engine, records what comes back.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/block_content.h"
#include "core/job_result.h"
#include "core/sample_content.h"
#include "engines/engine.h"
#include "job/chain_slots.h"
#include "job/data_verifier.h"
#include "job/issue_gate.h"
#include "job/listing_recorder.h"
#include "job/pass_barrier.h"
#include "job/recorder.h"
#include "job/stonewall.h"
#include "sources/checkpoint_source.h"
#include "sources/kv_cache_source.h"
#include "sources/source.h"
#include "sources/training_source.h"

namespace ioproof {

class CheckpointJob;

/// What the workers of a job share. Set up before the first worker starts; only the atomic fields change.
struct JobContext {
    const JobSpec& spec;
    const Clock& clock;
    const FileNamespace& names;
    EngineKind engine;
    uint32_t queueDepth;
    std::vector<int> files;
    int openFlags;
    /// Bytes of which reads of kind files ask for multiples.
    uint32_t readUnit;
    std::atomic<bool> stop{false};
    /// Workers that may still issue an operation or wait for one.
    std::atomic<uint32_t> busy{spec.workers};
    Stonewall stonewall{spec.workers};
    /// Null without cold passes.
    std::unique_ptr<PassBarrier> passBarrier{};
    /// Null with memory of the host.
    GpuSession* gpu = nullptr;
    /// Null of other kinds than training.
    const TrainingContext* training = nullptr;
    /// Null of other kinds than checkpoint.
    CheckpointJob* checkpoint = nullptr;
    /// Null of other kinds than kv-cache.
    const KvCacheContext* kvCache = nullptr;
};

/// Between two looks at what other workers have done.
inline constexpr auto waitsForOthers = std::chrono::microseconds(50);

/// Counters for the live view, written by the worker once a batch, read by anybody.
struct LiveCounters {
    std::atomic<uint64_t> operations{0};
    std::atomic<uint64_t> bytes{0};
    std::atomic<uint64_t> errors{0};
    std::atomic<uint64_t> chains{0};
    /// Of those that were issued, read back after the measured time.
    std::atomic<uint64_t> verified{0};
};

class Worker {
public:
    Worker(JobContext& job, uint32_t index);

    /// On the worker's own thread: pins it, fills the buffers (which makes their pages real and local), opens the
    /// engine. With memory of GPUs, its own is that of the thread from here on.
    void prepare();

    /// On the worker's own thread: runs to the end of the passes or of the runtime. `startAt` is on the job's clock.
    void run(uint64_t startAt);

    /// On the worker's own thread, after run(): reads back what was written and checks it.
    void verifyWritten();

    /// On the worker's own thread, after run() and verifyWritten(), while no other worker does anything: moves some
    /// blocks through its GPU once more, until this time.
    void takeSamples(uint64_t until);

    /// On the worker's own thread, instead of run() or after it has thrown: nobody need wait for this worker.
    void leave();

    const Engine& engine() const { return *engine_; }
    const AlignedBuffer& buffers() const { return slots_->buffers(); }
    Recorder& recorder() { return recorder_; }
    const LiveCounters& live() const { return live_; }
    uint64_t chainsPerPass() const { return source_->chainsPerPass(); }
    /// Null of other kinds than training.
    const TrainingSource* training() const { return training_; }
    /// Null of other kinds than kv-cache.
    const KvCacheSource* kvCache() const { return kvCache_; }
    /// Over all that was read, where bytes are touched.
    uint32_t checksum() const { return checksum_; }
    /// Null where nothing is stamped or verified.
    const DataVerifier* verifier() const { return verifier_ ? &*verifier_ : nullptr; }

    /// What has come of keeping the worker on the node of its GPU; nothing where that was not tried, empty where it is.
    const std::optional<std::string>& nodeRefusal() const { return nodeRefusal_; }
    const std::vector<GpuSample>& samples() const { return samples_; }

    /// Valid after run(): nanoseconds on the engine's clock.
    uint64_t startedAt() const { return startedAt_; }
    uint64_t measureFrom() const { return measureFrom_; }
    uint64_t endedAt() const { return endedAt_; }
    WorkerResult result() const;
    /// Until this worker had nothing left to do, also not for others: the sync of a whole file system is part of it.
    uint64_t doneNs() const;
    EndReason endReason() const { return endReason_; }
    uint64_t passesGiven() const { return source_->passesGiven(); }
    uint64_t chainsIssued() const { return chainsIssued_; }
    /// Of the measured time.
    uint64_t chainsMeasured() const { return chainsDone_; }
    const std::optional<IoFailure>& firstError() const { return firstError_; }
    /// One for each share of a mixture, in their order.
    const std::vector<ShareResult>& shares() const { return shares_; }

private:
    /// Where the worker and its buffers belong; returns the node of the buffers, -1 for that of the worker.
    int32_t takePlace();
    void uploadBuffers(std::span<Chain* const> batch);
    void runLoop();
    void runTraining();
    void lookForSteps();
    void issueReady();
    uint64_t awaitCompletion() const;
    void sleepUntilStep();
    void noteWakeUp(uint64_t meant, uint64_t came);
    void touch(const Chain& chain);
    void trainingEnded(const Chain& chain);
    void runCheckpoint();
    std::optional<uint64_t> awaitRelease(uint32_t round, const std::function<void()>& idle);
    /// `releasedAt`: on the clock of the worker in runSteps(), else since the measured time began.
    void runRound(uint64_t releasedAt);
    void copyToMemory();
    void runSteps(uint64_t releasedAt);
    void issueStep(uint64_t releasedAt);
    void awaitSharedFile();
    void endRound(uint64_t releasedAt, const std::function<void()>& idle);
    bool checkpointGoesOn(Chain& chain);
    size_t pathBytes() const;
    std::span<const int> openFiles() const;
    uint64_t sinceBegin(uint64_t time) const;
    uint64_t trainingWakeAt() const;
    void runKvCache();
    void lookForRequests();
    void issueTransfers();
    uint64_t awaitTransfer() const;
    void sleepUntilRequest();
    uint64_t kvCacheWakeAt() const;
    /// At most so many chains.
    void issue(uint64_t most = UINT64_MAX);
    void issueDue(uint64_t most);
    uint32_t issueBatch(uint32_t wanted);
    /// After the stonewall: nothing until all agree, then up to what the worker with most had issued.
    void makeGood();
    /// At the stonewall, and not yet agreed how to go on.
    bool isHeldUp() const { return state_ == State::MakingGood && !job_.stonewall.isAgreed(); }
    bool isEnding() const { return state_ == State::Ending; }
    void waitForNext();
    void reachEnd(uint64_t now);
    void tellStonewall(uint64_t elapsedNs);
    /// Gives the buffers of a batch what its writes need, and takes from them what its reads must bring.
    void fillBuffers(std::span<Chain* const> batch);
    void stampBuffers(std::span<Chain* const> batch);
    /// Until when a paced worker may wait: its next operation, its end, or a look at the stop flag.
    uint64_t waitLimit() const;
    void take(std::span<Chain* const> finished);
    /// True when the chain goes on, as one of `readBacks_`.
    bool verify(Chain& chain);
    /// False when the chain has failed.
    bool record(const Chain& chain);
    /// False for an operation that failed, which ends the worker, and for one that was stopped half-way.
    bool recordAll(const Chain& chain);
    void recordFirstByte(const Chain& chain);
    void recordOperation(const Operation& operation);
    void recordIntended(const Chain& chain);
    uint64_t samplesOf(const Chain& chain) const;
    void fail(const Chain& chain, const Operation& operation);
    void fail(const IoFailure& failure);
    void publish(size_t chains);
    void syncAtEnd();
    bool isLastAtWork();
    void awaitOthers();
    /// False when there is no next pass for this worker.
    bool awaitNextPass();
    void leavePasses();
    void syncFiles();
    void syncFileSystem();
    void end(EndReason reason);

    JobContext& job_;
    const uint32_t index_;
    const uint32_t submitBatch_;
    const uint32_t completeBatch_;
    const bool writes_;
    const bool refills_;
    const bool recordsChains_;
    const bool recordsFirstByte_;
    const bool readsItems_;
    const bool openLoop_;
    const bool checksReads_;
    const bool countsShares_;
    const bool isVirtual_;
    /// What a write needs and what a read must change is to be brought to a GPU.
    const bool uploads_;
    IssueGate gate_;
    const bool gated_;

    std::optional<ChainSlots> slots_;
    BlockContent content_;
    /// Of files of samples, where they are written.
    const std::unique_ptr<SampleContent> sampleContent_;
    std::optional<DataVerifier> verifier_;
    std::vector<Chain*> readBacks_;
    std::optional<std::string> nodeRefusal_;
    std::vector<GpuSample> samples_;

    std::unique_ptr<Source> source_;
    /// The same source of kind training, else null.
    TrainingSource* const training_;
    /// The same of kind checkpoint, else null.
    CheckpointSource* const checkpoint_;
    /// The same source of kind kv-cache, else null.
    KvCacheSource* const kvCache_;
    const bool tracksChains_;
    std::unique_ptr<Engine> engine_;
    Recorder recorder_;
    LiveCounters live_;
    ListingRecorder listing_;
    std::vector<ShareResult> shares_;

    bool busy_ = true;
    bool takesPartInPasses_;
    enum class State : uint8_t { Issuing, MakingGood, Ending };
    State state_ = State::Issuing;
    bool toldStonewall_ = false;
    EndReason endReason_ = EndReason::Passes;
    uint64_t startedAt_ = 0;
    uint64_t measureFrom_ = 0;
    /// End of the runtime, or the stonewall until that is reached.
    uint64_t endAt_ = UINT64_MAX;
    uint64_t endedAt_ = 0;
    /// End of a sync for all workers; 0: this one has made none.
    uint64_t syncedAt_ = 0;
    /// Measured time that pauses between passes have cut out.
    uint64_t pausedNs_ = 0;
    uint64_t lastPausedNs_ = 0;
    uint32_t checksum_ = 0;
    /// End of a wait for a step that is not slept through.
    uint64_t spinNs_ = 60'000;
    uint64_t chainsOfEarlierPasses_ = 0;
    uint64_t operationsDone_ = 0;
    uint64_t bytesDone_ = 0;
    uint64_t samplesDone_ = 0;
    uint64_t errors_ = 0;
    uint64_t chainsIssued_ = 0;
    uint64_t chainsDone_ = 0;
    std::optional<IoFailure> firstError_;
};

}  // namespace ioproof
