// What a job does. Mirror of NativeJobSpec in src/native/contract.ts; every field is given, there are no defaults.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/block_sizes.h"
#include "core/checkpoint_spec.h"
#include "core/distribution.h"
#include "core/file_sizes.h"
#include "core/kv_cache_spec.h"
#include "core/operation.h"
#include "core/sample_files.h"
#include "core/shard_format.h"
#include "core/training_spec.h"

namespace ioproof {

enum class JobKind : uint8_t { Block, Files, Training, Checkpoint, KvCache };
enum class EngineKind : uint8_t { Auto, Null, Sync, IoUring, Libaio, Mmap, Cufile, GpuCopy };
enum class Access : uint8_t {
    Sequential,
    Random,
    Permutation,
    Backward,
    Strided,
    /// Of the blocks in order, a worker takes every one that comes as many further as there are workers.
    Interleaved,
    Zipf,
    Pareto,
    Normal,
    Zoned
};
enum class ServiceOrder : uint8_t { Sequential, RoundRobin, Random };
enum class Arrival : uint8_t { Closed, Fixed, Poisson };
enum class SyncMode : uint8_t { None, Sync, DataSync };
enum class VerifyMode : uint8_t { None, After, During };
enum class Reservation : uint8_t { None, Native, KeepSize, Truncate };
enum class BufferMemory : uint8_t { Host, Gpu };
enum class CufileMode : uint8_t { Sync, Batch, Stream };
/// What cuFile does with a file that it has no direct path to: refuses it, takes the way through the host, or takes
/// that for every file.
enum class CufileCompat : uint8_t { Refuse, Allow, Force };
/// The two halves of engine gpu-copy, or one of them alone as a bound.
enum class CopyMode : uint8_t { Full, HostOnly, CopyOnly };
enum class ColdPasses : uint8_t { None, Files, System };

/// Bytes of which cuFile wants blocks and places to be multiples.
inline constexpr uint32_t cufileUnit = 4096;

/// A chain of a mixture, and its share of the chains in percent.
struct MixShare {
    uint32_t percent;
    std::vector<OperationKind> operations;
};

/// Sizes of one direction: each multiple of `unit` from `from` to `to`, or by weight where there are shares.
struct SizeSpec {
    uint64_t from;
    uint64_t to;
    uint64_t unit;
    std::vector<SizeShare> shares;

    uint64_t largest() const;
};

inline constexpr std::string_view engineNames[] = {"auto",   "null", "sync",   "io_uring",
                                                   "libaio", "mmap", "cufile", "gpu-copy"};
constexpr std::string_view nameOf(EngineKind kind) { return engineNames[static_cast<size_t>(kind)]; }

/// Sizes in bytes, times in nanoseconds; see the TypeScript contract for the meaning of each field.
struct JobSpec {
    JobKind kind;
    EngineKind engine;
    bool direct;
    uint32_t workers;
    uint32_t queueDepth;
    uint32_t submitBatch;
    uint32_t completeBatch;
    uint64_t blockSize;

    std::string root;
    uint64_t fileCount;
    uint64_t filesPerDirectory;
    uint64_t directoryWidth;
    uint32_t directoryDepth;
    bool filesInEveryDirectory;
    std::string filePrefix;
    /// The largest file; with sizes of form fixed, each.
    uint64_t fileSize;
    FileSizeSpec fileSizes;
    Packing packing;
    uint64_t sampleCount;
    /// Which sample is in which shard; null until packShards(), and without packing.
    std::shared_ptr<const Shards> shards = nullptr;
    std::optional<SampleFileSpec> sampleFiles = std::nullopt;
    /// Their names and sizes; null until layOutSamples(), and without sampleFiles.
    std::shared_ptr<const SampleFiles> samples = nullptr;
    std::optional<TrainingSpec> training = std::nullopt;
    std::optional<CheckpointSpec> checkpoint = std::nullopt;
    std::optional<KvCacheSpec> kvCache = std::nullopt;

    Access access;
    uint64_t stride;
    double skew;
    std::vector<Zone> zones;
    SizeSpec readSizes;
    SizeSpec writeSizes;
    uint64_t offset;
    uint64_t offsetIncrement;
    bool filePerWorker;
    ServiceOrder serviceOrder;
    uint64_t ioBytes;
    uint64_t operationLimit;
    uint32_t readPercent;
    std::vector<OperationKind> operations;
    std::vector<OperationKind> operationsBefore;
    std::vector<MixShare> mix;
    bool itemsAreDirectories;
    bool everyWorkerVisits;
    uint32_t workerShift;
    uint64_t itemsPerWorker;
    uint64_t seed;

    uint64_t rateOperations;
    uint64_t rateBytes;
    Arrival arrival;
    uint64_t thinkNs;
    uint64_t thinkEvery;

    uint64_t rampNs;
    uint64_t runtimeNs;
    uint64_t passes;
    uint64_t stonewallNs;
    std::vector<uint64_t> resumeAt;
    uint64_t intervalNs;
    bool fsyncAtEnd;
    SyncMode sync;
    uint64_t fsyncEvery;
    bool fsyncDataOnly;
    bool refill;
    uint32_t compressPercent;
    uint32_t dedupePercent;
    std::vector<std::byte> pattern;

    VerifyMode verify;
    uint64_t stampDataset;
    uint64_t stampGeneration;
    uint64_t stampOldest;

    bool createFiles;
    Reservation reservation;
    bool requireWritten;
    bool dropCache;
    ColdPasses coldPasses;

    bool registerBuffers;
    bool registerFiles;
    bool linkChains;
    bool sqPoll;
    bool ioPoll;
    bool hugePages;
    std::vector<uint32_t> cpus;
    int32_t numaNode;

    BufferMemory memory;
    std::vector<uint32_t> gpus;
    CufileMode cufileMode;
    CufileCompat cufileCompat;
    CopyMode copyMode;
    std::string cudaLibrary;
    std::string cufileLibrary;

    uint64_t nullLatencyNs;
    uint64_t nullFailEvery;
    uint64_t nullShortEvery;

    /// The chains of kind files: that of `operations`, or those of the mixture.
    std::vector<std::vector<OperationKind>> chains() const;
    /// True when some chain has this operation.
    bool does(OperationKind operation) const;
    bool reads() const;
    bool writes() const;
    /// True when the job reads, or reads what it wrote to verify it.
    bool readsBack() const;
    /// True when the chain makes its files or has to do with directories only, so that none need exist.
    bool creates() const;
    /// True when names come and go: two chains must not be on one file at a time.
    bool changesNames() const;
    /// Items are all directories of the namespace, which the job makes or removes. Where it only looks at directories,
    /// items are those that hold files.
    bool makesDirectories() const;
    /// Bytes end up in, and come from, the memory of a GPU.
    bool usesGpu() const { return memory == BufferMemory::Gpu; }
    /// Each sector that is written tells where and when: a place must have one writer at a time.
    bool stampsWrites() const { return stampDataset != 0 && writes(); }
    /// After a pass without a failure, every byte of every file has been written in it.
    bool writesEveryBlock() const;
    bool paced() const { return rateOperations > 0 || rateBytes > 0; }
    /// Operations have an intended start, so that a slow storage cannot hide its queue.
    bool openLoop() const { return paced() && arrival != Arrival::Closed; }
    /// Blocks are drawn with replacement.
    bool drawsAgain() const { return access == Access::Random || access >= Access::Zipf; }
    /// Each worker has a region of its own in shared files.
    bool hasRegions() const { return offsetIncrement > 0 && !filePerWorker && workers > 1; }
    /// Files that one worker uses: all, or with `filePerWorker` its own.
    uint64_t filesOfWorker(uint32_t worker) const;
    uint64_t firstFileOfWorker(uint32_t worker) const;

    /// Kind training: readers of all ranks.
    uint64_t trainingReaders() const { return uint64_t{training->accelerators} * training->readThreads; }

    /// Operations of the longest chain, each piece of a large file counted.
    uint64_t operationsPerChain() const;
    /// Paths that a chain needs at most, that of its file included.
    size_t pathsPerChain() const;

    /// The sizes of the files. Throws JobError BAD_SPEC for sizes that do not hold together.
    FileSizes sizesOfFiles() const {
        if (samples) return samples->fileSizes();
        return shards ? shards->sizes() : sizesOfSamples();
    }
    /// With packing, the sizes of what is in the files. Throws as sizesOfFiles() does.
    FileSizes sizesOfSamples() const { return {fileSizes, fileSize, seed}; }
    /// Bytes.
    uint64_t largestFile() const { return shards || samples ? sizesOfFiles().largest() : fileSize; }

    /// Before check() and anything that asks for the sizes of files: adds up the shards of a job with packing, in a
    /// time that grows with the number of samples. Throws JobError BAD_SPEC.
    void packShards();
    /// As early: draws the sizes of the files of a training data set, in a time that grows with their number. Throws
    /// JobError BAD_SPEC.
    void layOutSamples();

    /// Throws JobError BAD_SPEC for a combination that the native side cannot run. The workload check in TypeScript
    /// finds the same earlier and says it better; this is the last line of defence.
    void check() const;

private:
    /// Of kind block: every read and write is of `blockSize`.
    bool hasOneSize() const;
    void checkKind() const;
    void checkBlock() const;
    void checkFiles() const;
    void checkTraining() const;
    void checkCheckpoint() const;
    void checkKvCache() const;
    void checkVisits() const;
    void checkDirectories() const;
    void checkNames() const;
    void checkPacking() const;
    void checkSamples() const;
    void checkContent() const;
    void checkStamps() const;
    void checkGpu() const;
    void checkCufile() const;
    /// Every block that is read or written, and its place, is a multiple of so many bytes.
    bool hasPlacesOf(uint64_t bytes) const;
};

}  // namespace ioproof
