// The part of the io_uring kernel interface that is used here, by value, so that old headers do not limit us.
// Numbers and layouts are the kernel's ABI (include/uapi/linux/io_uring.h).
#pragma once

#include <cstdint>

namespace ioproof::uring {

inline constexpr long setupCall = 425;
inline constexpr long enterCall = 426;
inline constexpr long registerCall = 427;

enum SetupFlag : uint32_t {
    setupIoPoll = 1u << 0,
    setupSqPoll = 1u << 1,
    setupCqSize = 1u << 3,
    setupSubmitAll = 1u << 7,
    setupCoopTaskrun = 1u << 8,
    setupTaskrunFlag = 1u << 9,
    setupSingleIssuer = 1u << 12,
    setupDeferTaskrun = 1u << 13,
    setupNoSqArray = 1u << 16,
};

enum EnterFlag : uint32_t {
    enterGetEvents = 1u << 0,
    enterSqWakeup = 1u << 1,
    enterExtendedArgument = 1u << 3,
    enterRegisteredRing = 1u << 4,
};

enum RingFlag : uint32_t { ringNeedWakeup = 1u << 0, ringCqOverflow = 1u << 1, ringTaskrun = 1u << 2 };

enum RegisterCode : uint32_t {
    registerBuffersCode = 0,
    registerFilesCode = 2,
    registerProbeCode = 8,
    registerRingFdsCode = 20,
    unregisterRingFdsCode = 21,
};

enum Opcode : uint8_t {
    opFsync = 3,
    opReadFixed = 4,
    opWriteFixed = 5,
    opOpenAt = 18,
    opClose = 19,
    opStatx = 21,
    opRead = 22,
    opWrite = 23,
    opRenameAt = 35,
    opUnlinkAt = 36,
    opMkdirAt = 37,
    opSymlinkAt = 38,
    opLinkAt = 39,
    opSetXattr = 42,
    opGetXattr = 44,
};

inline constexpr uint32_t fsyncDataSync = 1u << 0;
inline constexpr uint8_t sqeFixedFile = 1u << 0;
/// The next entry starts when this one has succeeded; else all that are linked behind it are cancelled.
inline constexpr uint8_t sqeLink = 1u << 2;
/// The next entry starts when this one has ended, however it ended.
inline constexpr uint8_t sqeHardLink = 1u << 3;
inline constexpr uint32_t featureSingleMmap = 1u << 0;

inline constexpr uint64_t mapSqRing = 0;
inline constexpr uint64_t mapCqRing = 0x8000000;
inline constexpr uint64_t mapSqes = 0x10000000;

struct SubmissionEntry {
    uint8_t opcode;
    uint8_t flags;
    uint16_t ioPriority;
    int32_t descriptor;
    uint64_t offset;
    uint64_t address;
    uint32_t length;
    uint32_t operationFlags;
    uint64_t userData;
    uint16_t bufferIndex;
    uint16_t personality;
    uint32_t fileIndex;
    uint64_t address3;
    uint64_t padding;
};
static_assert(sizeof(SubmissionEntry) == 64);

struct CompletionEntry {
    uint64_t userData;
    int32_t result;
    uint32_t flags;
};
static_assert(sizeof(CompletionEntry) == 16);

struct SubmissionOffsets {
    uint32_t head, tail, ringMask, ringEntries, flags, dropped, array, reserved;
    uint64_t userAddress;
};
struct CompletionOffsets {
    uint32_t head, tail, ringMask, ringEntries, overflow, completions, flags, reserved;
    uint64_t userAddress;
};
struct Parameters {
    uint32_t sqEntries, cqEntries, flags, sqThreadCpu, sqThreadIdle, features, workQueueDescriptor, reserved[3];
    SubmissionOffsets sq;
    CompletionOffsets cq;
};
static_assert(sizeof(Parameters) == 120);

/// Argument of io_uring_enter() with enterExtendedArgument (Linux 5.11).
struct EnterArgument {
    uint64_t signalMask;
    uint32_t signalMaskBytes;
    uint32_t minimumWait;
    uint64_t timeout;
};

/// Answer of IORING_REGISTER_PROBE: which operations the kernel has (Linux 5.6).
struct ProbedOperation {
    uint8_t opcode, reserved;
    uint16_t flags;
    uint32_t reserved2;
};
struct Probe {
    uint8_t lastOpcode, operationCount;
    uint16_t reserved;
    uint32_t reserved2[3];
    ProbedOperation operations[256];
};
inline constexpr uint16_t operationSupported = 1u << 0;

/// Argument of IORING_REGISTER_RING_FDS and IORING_UNREGISTER_RING_FDS.
struct ResourceUpdate {
    uint32_t offset, reserved;
    uint64_t data;
};

}  // namespace ioproof::uring
