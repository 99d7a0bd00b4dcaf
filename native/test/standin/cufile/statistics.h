// The statistics of cuFile, kept as the bytes of CUfileStatsLevel3_t.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace ioproof::standin {

/// Where a counter of level 1 lies; the count of errors of the same kind lies 8 bytes further.
enum class Counter : size_t {
    Reads = 0,
    Writes = 16,
    HandlesRegistered = 32,
    HandlesDeregistered = 48,
    BuffersRegistered = 64,
    BuffersDeregistered = 80,
    ReadBytes = 96,
    WriteBytes = 104,
    BatchesSubmitted = 176,
    BatchesCompleted = 192,
    BatchesSetUp = 208,
    BatchesCancelled = 224,
    BatchesDestroyed = 240,
    BatchEnqueued = 256,
    BatchPosixEnqueued = 272,
    BatchProcessed = 288,
    BatchPosixProcessed = 304,
    BatchNvfs = 320,
    BatchP2p = 336,
    BatchTotal = 400,
    BatchReadBytes = 416,
    BatchWriteBytes = 424
};

/// Where a counter lies in CUfilePerGpuStats_t.
enum class GpuCounter : size_t {
    ReadBytes = 16,
    Reads = 48,
    P2pReads = 56,
    NvfsReads = 64,
    PosixReads = 72,
    UnalignedReads = 80,
    ReadErrors = 112,
    WriteBytes = 120,
    Writes = 152,
    P2pWrites = 160,
    NvfsWrites = 168,
    PosixWrites = 176,
    UnalignedWrites = 184,
    WriteErrors = 200,
    RegisteredBytes = 240
};

class Statistics {
public:
    static constexpr size_t level1Bytes = 512;
    static constexpr size_t level2Bytes = 1024;
    static constexpr size_t level3Bytes = 5000;

    void reset();
    void setLevel(int level) { level_ = level; }
    int level() const { return level_; }
    void start(uint32_t gpus);
    void stop() { started_ = false; }

    void add(Counter counter, uint64_t value = 1);
    void addError(Counter counter);
    void add(int gpu, GpuCounter counter, uint64_t value = 1);
    void copyTo(void* place, size_t bytes) const;

private:
    std::atomic<int> level_{0};
    std::atomic<bool> started_{false};
    std::array<std::atomic<uint64_t>, level3Bytes / 8> words_{};
};

}  // namespace ioproof::standin
