// What the stand-ins of CUDA and cuFile are told by the environment, read anew by each cuInit.
//
// The stand-ins are for tests: "memory of a GPU" is memory of the host that only these libraries can reach, and a
// stream is a thread. They count what they hand out and abort, with a sentence on standard error, over what a real
// library would answer with a crash, a deadlock or a leak: memory freed while it is registered or in use, handles given
// back after their file was closed, a driver closed or a context given up with something left, and whatever is left at
// exit.
//
// STANDIN_GPUS=2: GPUs, at most 16; with 0 cuInit answers 100. Default 1.
// STANDIN_GPU_NAMES=A;B: their names, the last one for all further ones.
// STANDIN_GPU_MEMORY_MIB=4: of each GPU; more gives 2 (out of memory). Default 81920.
// STANDIN_CUDA_VERSION=13000: of cuDriverGetVersion.
//
// STANDIN_VERSION=1150: of cuFileGetVersion. Statistics answer 5022 below 1150, parameters and batches below 1140 and
// 1020, streams 5038 below 1070.
// STANDIN_DIRECT=all|none|no-driver: with none no file has a direct path, so that cuFileHandleRegister answers 5008
// where the driver is strict; with no-driver cuFileDriverOpen answers 5001 there.
// STANDIN_COMPAT_PATHS=/a:/b: files below these have no direct path; those on tmpfs never have one.
// STANDIN_PATH=nvfs|p2pdma|rdma|posix|mixed:PERCENT: how transfers of files with a direct path are counted; of mixed
// PERCENT as posix, the others as nvfs; of rdma as neither. Default nvfs.
// STANDIN_BATCH_COUNTED=both|level1|level3: where the statistics count operations of batches. Default both.
// STANDIN_FEATURES=0xf: feature flags of cuFileDriverGetProperties.
// STANDIN_MAX_BATCH=128: entries of a batch.
// STANDIN_BAR_KIB=1024: memory that can be registered; more gives 5036.
//
// STANDIN_FAIL=LIST: entries function:CODE[/CUDA][@CALL[+]], separated by commas. The CALL-th call since cuInit, with +
// all from it on, without a CALL every one, does nothing but fail. A CODE below 5000 of a transfer of cuFile is an
// errno; eCODE is returned by -1 and errno. Functions have their exported names; transfers of batches and streams fail
// as cuFileBatchRead, cuFileBatchWrite, cuFileStreamRead, cuFileStreamWrite.
// STANDIN_SHORT=3: every third transfer of cuFile moves half of its bytes.
// STANDIN_CORRUPT=3: every third read of cuFile puts one wrong byte into the memory of the GPU.
// STANDIN_CORRUPT_WRITES=3: every third write of cuFile writes one wrong byte.
// STANDIN_CORRUPT_COPIES=3: every third asynchronous copy to a GPU, likewise.
// STANDIN_HANG=3: the third read of cuFile does not come back.
// STANDIN_IO_US=100, STANDIN_COPY_US=100: what a transfer of cuFile, an asynchronous copy takes longer.
// STANDIN_EXIT_CRASH=1: an exit handler of cuFile aborts.
//
// Of cuFile's own variables CUFILE_ALLOW_COMPAT_MODE, CUFILE_FORCE_COMPAT_MODE and CUFILE_LOGFILE_PATH are obeyed.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace ioproof::standin {

#define STANDIN_API extern "C" __attribute__((visibility("default")))
#define STANDIN_SHARED __attribute__((visibility("default")))

/// As many as the statistics of cuFile have room for.
inline constexpr int mostGpus = 16;

struct Failure {
    int code;
    int cuda;
    bool byErrno;
};

struct FailureRule {
    std::string function;
    Failure failure;
    /// 0: every call.
    uint64_t call;
    bool onwards;
    std::atomic<uint64_t> calls{0};
};

enum class Direct { All, None, NoDriver };
enum class Path { Nvfs, P2pdma, Rdma, Posix, Mixed };

struct STANDIN_SHARED Script {
    uint32_t gpus = 1;
    std::vector<std::string> gpuNames{"Stand-in GPU"};
    uint64_t gpuMemory = 0;
    int cudaVersion = 13000;
    int version = 1150;
    Direct direct = Direct::All;
    std::vector<std::string> compatPaths;
    Path path = Path::Nvfs;
    uint32_t posixPercent = 0;
    bool countsBatchesInLevel1 = true;
    bool countsBatchesInLevel3 = true;
    uint32_t features = 0xF;
    uint32_t maxBatch = 128;
    /// 0: no limit.
    uint64_t barKib = 0;
    uint64_t shortEvery = 0;
    uint64_t corruptReads = 0;
    uint64_t corruptWrites = 0;
    uint64_t corruptCopies = 0;
    uint64_t hangsAt = 0;
    uint64_t transferUs = 0;
    uint64_t copyUs = 0;
    bool exitCrash = false;
    bool allowCompat = true;
    bool forceCompat = false;
    std::string log;
    /// Changes only in its counters once it is read.
    mutable std::deque<FailureRule> failures;

    /// Whether this call of the function is to fail; counts it.
    std::optional<Failure> failureOf(const char* function) const;
};

/// Reads the environment; scripts of before stay valid.
void readScript();
STANDIN_SHARED const Script& script();

/// Ends the process for what only a mistake of the caller brings about.
[[noreturn]] STANDIN_SHARED void abortOver(const std::string& sentence);

/// True for each `every`-th number; never where that is 0.
inline bool falls(uint64_t every, uint64_t number) { return every > 0 && number % every == 0; }

}  // namespace ioproof::standin
