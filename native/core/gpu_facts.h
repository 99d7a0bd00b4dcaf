// What a job with GPU memory tells: devices, the driver of cuFile, what it counted, what samples of the data showed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ioproof {

struct GpuDeviceFacts {
    uint32_t ordinal = 0;
    std::string name;
    std::string uuid;
    /// As sysfs names it: 0000:65:00.0.
    std::string pciBusId;
    /// -1: the system does not tell.
    int32_t numaNode = -1;
    /// For example 9.0.
    std::string computeCapability;
    uint64_t memoryBytes = 0;
    bool gpuDirectRdma = false;
    bool dmaBuf = false;
};

/// Calls that make memory or files known to a library, and their time; none of it is in a latency.
struct RegistrationTimes {
    uint64_t count = 0;
    uint64_t bytes = 0;
    uint64_t totalNs = 0;
    uint64_t longestNs = 0;

    void add(uint64_t ns, uint64_t registeredBytes) {
        ++count;
        bytes += registeredBytes;
        totalNs += ns;
        longestNs = std::max(longestNs, ns);
    }
    void merge(const RegistrationTimes& other) {
        count += other.count;
        bytes += other.bytes;
        totalNs += other.totalNs;
        longestNs = std::max(longestNs, other.longestNs);
    }
};

/// What the engine of one worker has done from its first operation on, those before the measured time included.
struct GpuCounters {
    RegistrationTimes handles;
    RegistrationTimes buffers;
    /// Host memory that was locked for copies.
    RegistrationTimes pinned;
    uint64_t reads = 0;
    uint64_t writes = 0;
    uint64_t readBytes = 0;
    uint64_t writeBytes = 0;

    void merge(const GpuCounters& other) {
        handles.merge(other.handles);
        buffers.merge(other.buffers);
        pinned.merge(other.pinned);
        reads += other.reads;
        writes += other.writes;
        readBytes += other.readBytes;
        writeBytes += other.writeBytes;
    }
};

/// Statistics of cuFile (level 3), added up over the GPUs. Names as in its structure.
struct CufileStats {
    uint64_t reads = 0;
    uint64_t p2pReads = 0;
    uint64_t nvfsReads = 0;
    uint64_t posixReads = 0;
    uint64_t unalignedReads = 0;
    uint64_t routedReads = 0;
    uint64_t sparseRegions = 0;
    uint64_t inlineRegions = 0;
    uint64_t readErrors = 0;
    uint64_t readBytes = 0;
    uint64_t writes = 0;
    uint64_t p2pWrites = 0;
    uint64_t nvfsWrites = 0;
    uint64_t posixWrites = 0;
    uint64_t unalignedWrites = 0;
    uint64_t routedWrites = 0;
    uint64_t writeErrors = 0;
    uint64_t writeBytes = 0;
    /// Of level 1: all that was asked for in batches, and how.
    uint64_t batchEnqueued = 0;
    uint64_t batchPosixEnqueued = 0;
    uint64_t batchNvfs = 0;
    uint64_t batchP2p = 0;
    uint64_t batchAio = 0;
    uint64_t batchUring = 0;
    uint64_t batchMixed = 0;
    uint64_t batchReadBytes = 0;
    uint64_t batchWriteBytes = 0;
};

/// The driver of cuFile as a job has opened it.
struct CufileFacts {
    std::string library;
    /// For example 1.15; empty: it does not tell (before 1.8).
    std::string version;
    /// Opened so that a file without a direct path is refused.
    bool strict = false;
    /// What it has of batch, stream, stats, parameters.
    std::vector<std::string> capabilities;
    /// Of nvidia-fs; 0.0: none.
    std::string nvfsVersion;
    std::vector<std::string> statusFlags;
    std::vector<std::string> controlFlags;
    std::vector<std::string> featureFlags;
    uint64_t maxDirectIoBytes = 0;
    uint64_t maxBatch = 0;
    /// Before the first operation and after the last one; nothing where cuFile is too old (before 1.15).
    std::optional<CufileStats> before;
    std::optional<CufileStats> after;
};

/// Blocks of one file that went through the engine once more after the measured time, compared byte for byte between
/// the memory of the GPU and a plain read of the file.
struct GpuSample {
    std::string path;
    bool isWrite = false;
    uint64_t blocks = 0;
    uint64_t bytes = 0;
    uint64_t mismatches = 0;
    /// Of the first byte that differs; nothing without a mismatch.
    std::optional<uint64_t> firstMismatch;
    /// Errno of an operation that failed; 0: none did.
    int error = 0;
    /// Statistics of cuFile around these blocks.
    std::optional<CufileStats> before;
    std::optional<CufileStats> after;
};

/// Of a job with GPU memory.
struct GpuResult {
    std::string cudaLibrary;
    /// Of the driver API, for example 13.0.
    std::string cudaVersion;
    /// Those that the workers used.
    std::vector<GpuDeviceFacts> devices;
    /// Nothing with engine gpu-copy.
    std::optional<CufileFacts> cufile;
    GpuCounters counters;
    std::vector<GpuSample> samples;
    /// Why there are none; empty where there are.
    std::string noSamples;
};

}  // namespace ioproof
