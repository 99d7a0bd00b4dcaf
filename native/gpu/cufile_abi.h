// Types and constants of cuFile (LP64), as the library exports them; sizes and offsets are checked by the compiler.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <ctime>

#include "gpu/cuda_abi.h"

namespace ioproof::cufile {

/// Returned by value.
struct Error {
    int code;
    /// Valid with code 5011.
    cuda::Result cuda;
};
static_assert(sizeof(Error) == 8);

using Handle = struct HandleOpaque*;
using Batch = struct BatchOpaque*;

inline constexpr int handleOpaqueFd = 1;
struct Description {
    int type;
    union {
        int fd;
        void* handle;
    };
    const void* operations;
};
static_assert(sizeof(Description) == 24 && offsetof(Description, fd) == 8 && offsetof(Description, operations) == 16);

struct DriverProperties {
    uint32_t majorVersion;
    uint32_t minorVersion;
    size_t pollThresholdKb;
    size_t maxDirectIoKb;
    uint32_t statusFlags;
    uint32_t controlFlags;
    uint32_t featureFlags;
    uint32_t maxDeviceCacheKb;
    uint32_t perBufferCacheKb;
    uint32_t maxPinnedKb;
    /// Not before cuFile 1.2, where the time-out lies here.
    uint32_t maxBatch;
    uint32_t batchTimeoutMs;
};
static_assert(sizeof(DriverProperties) == 56 && offsetof(DriverProperties, statusFlags) == 24 &&
              offsetof(DriverProperties, maxBatch) == 48);

/// Bits of `featureFlags`.
enum Feature : uint32_t { dynamicRouting = 1, batchIo = 2, streams = 4, parallelIo = 8, p2p = 16 };

inline constexpr int opcodeRead = 0;
inline constexpr int opcodeWrite = 1;
inline constexpr int batchMode = 1;
struct IoParameters {
    int mode;
    void* base;
    off_t fileOffset;
    off_t baseOffset;
    size_t size;
    Handle handle;
    int opcode;
    void* cookie;
};
static_assert(sizeof(IoParameters) == 64 && offsetof(IoParameters, base) == 8 && offsetof(IoParameters, handle) == 40 &&
              offsetof(IoParameters, cookie) == 56);

/// Of IoEvent::status.
enum Status : int {
    waiting = 1,
    pending = 2,
    invalid = 4,
    cancelled = 8,
    complete = 0x10,
    timedOut = 0x20,
    failed = 0x40
};
struct IoEvent {
    void* cookie;
    int status;
    /// Bytes; as a signed number negative for an error.
    size_t result;
};
static_assert(sizeof(IoEvent) == 24 && offsetof(IoEvent, result) == 16);

/// Of cuFileStreamRegister: what is fixed when an operation is handed over, and that all is whole pages.
inline constexpr unsigned fixedAndAligned = 0xF;

enum BoolParameter : int { allowCompatMode = 1, forceCompatMode = 2 };

/// Entry points; null where the library has none. Since which version is in the fact table of cuFile's reference.
struct Functions {
    // Every version.
    Error (*cuFileDriverOpen)();
    /// `cuFileDriverClose_v2` where there is one, else `cuFileDriverClose`.
    Error (*cuFileDriverClose)();
    Error (*cuFileDriverGetProperties)(DriverProperties* properties);
    Error (*cuFileHandleRegister)(Handle* handle, Description* description);
    void (*cuFileHandleDeregister)(Handle handle);
    Error (*cuFileBufRegister)(const void* base, size_t bytes, int flags);
    Error (*cuFileBufDeregister)(const void* base);
    ssize_t (*cuFileRead)(Handle handle, void* base, size_t bytes, off_t fileOffset, off_t baseOffset);
    ssize_t (*cuFileWrite)(Handle handle, const void* base, size_t bytes, off_t fileOffset, off_t baseOffset);
    // 1.2
    Error (*cuFileBatchIOSetUp)(Batch* batch, unsigned entries);
    Error (*cuFileBatchIOSubmit)(Batch batch, unsigned count, IoParameters* parameters, unsigned flags);
    Error (*cuFileBatchIOGetStatus)(Batch batch, unsigned least, unsigned* count, IoEvent* events, timespec* timeout);
    Error (*cuFileBatchIOCancel)(Batch batch);
    void (*cuFileBatchIODestroy)(Batch batch);
    // 1.7
    Error (*cuFileReadAsync)(Handle, void* base, size_t* bytes, off_t* fileOffset, off_t* baseOffset, ssize_t* done,
                             cuda::Stream);
    Error (*cuFileWriteAsync)(Handle, void* base, size_t* bytes, off_t* fileOffset, off_t* baseOffset, ssize_t* done,
                              cuda::Stream);
    Error (*cuFileStreamRegister)(cuda::Stream, unsigned flags);
    Error (*cuFileStreamDeregister)(cuda::Stream);
    // 1.8: 1000 × major + 10 × minor.
    Error (*cuFileGetVersion)(int* version);
    // 1.14
    Error (*cuFileSetParameterBool)(int parameter, bool value);
    Error (*cuFileGetParameterBool)(int parameter, bool* value);
    // 1.15
    Error (*cuFileSetStatsLevel)(int level);
    Error (*cuFileStatsStart)();
    Error (*cuFileStatsStop)();
    Error (*cuFileGetStatsL3)(void* stats);
    Error (*cuFileGetBARSizeInKB)(int gpu, size_t* kilobytes);
    Error (*cuFileGetParameterPosixPoolSlabArray)(size_t* sizesKb, size_t* counts, int entries);
};

}  // namespace ioproof::cufile
