// After the measured time: blocks that go through the engine once more and are compared with a plain read of the file.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/aligned_buffer.h"
#include "core/block_content.h"
#include "core/clock.h"
#include "core/file_descriptor.h"
#include "core/gpu_facts.h"
#include "engines/engine.h"
#include "gpu/gpu_session.h"
#include "job/chain_slots.h"
#include "job/data_verifier.h"

namespace ioproof {

/// Why no block of such a job can be looked at; empty where some can.
std::string noSamplesReason(const JobSpec& spec);

struct SampleContext {
    const JobSpec& spec;
    const FileNamespace& names;
    const Clock& clock;
    const std::atomic<bool>& stop;
    const GpuSession& gpu;
    /// With nothing inside.
    Engine& engine;
    /// All free.
    ChainSlots& slots;
    BlockContent& content;
    /// Of stamped writes, and the pass whose stamps new ones carry; else null.
    DataVerifier* verifier;
    uint64_t pass;
    uint32_t worker;
    int openFlags;
    uint32_t readUnit;
};

/// Up to 4 blocks of each of up to 8 files of one worker, on that worker's thread. Of reads, the memory of the GPU
/// holds other bytes before. Writes have new content, and are on the storage before they are read.
class GpuSampler {
public:
    /// `until`: on the clock; the block that is being moved then is the last.
    GpuSampler(const SampleContext& context, uint64_t until);

    /// Throws JobError where a copy between host and GPU fails. Failures on storage are in the samples.
    std::vector<GpuSample> run();

private:
    struct Place {
        uint64_t file;
        uint64_t offset;
        /// Of the file, and what the operation asks for.
        uint32_t bytes;
        uint32_t length;
    };

    bool isOver() const;
    std::vector<uint64_t> files() const;
    /// A file that is not there has none: it was not made yet.
    void sampleFile(uint64_t file, bool isWrite);
    std::vector<Place> placesIn(uint64_t file, uint64_t fileBytes, bool isWrite) const;
    /// False where an operation failed.
    bool sampleBlock(GpuSample& sample, int descriptor, const Place& place);
    int32_t readThrough(int descriptor, const Place& place);
    int32_t writeThrough(int descriptor, const Place& place);
    /// Moves the block of the slot by the engine; bytes or -errno.
    int32_t move(OperationKind kind, const Place& place);
    void add(OperationKind kind, const Place& place);
    Operation operationOn(OperationKind kind, const Place& place) const;
    int32_t readPlainly(int descriptor, const Place& place);
    void compare(GpuSample& sample, const Place& place, size_t bytes) const;

    const SampleContext context_;
    const uint64_t until_;
    /// What a plain read has brought.
    AlignedBuffer plain_;
    std::byte* const slot_;
    std::vector<Operation> operations_;
    std::vector<char> path_;
    Chain chain_;
    uint64_t bytes_ = 0;
    std::vector<GpuSample> samples_;
};

/// Workers take their samples one after the other, so that the statistics around each are its own, and not before the
/// last of them has come so far.
class SampleTurns {
public:
    explicit SampleTurns(uint32_t workers) : awaited_(workers) {}

    /// Waits for its turn; `sample(until)` is told when samples have to end. Each worker takes a turn or leaves, once.
    template <typename Sample>
    void take(const Clock& clock, Sample sample) {
        std::unique_lock lock(mutex_);
        --awaited_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return awaited_ == 0; });
        if (until_ == 0) until_ = clock.now() + longestNs;
        sample(until_);
    }
    /// Also of a worker whose turn has failed.
    void leave();

private:
    /// Of all workers together.
    static constexpr uint64_t longestNs = 10'000'000'000;

    std::mutex mutex_;
    std::condition_variable changed_;
    uint32_t awaited_;
    uint64_t until_ = 0;
};

}  // namespace ioproof
