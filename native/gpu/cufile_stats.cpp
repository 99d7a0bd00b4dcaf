// Offsets in CUfileStatsLevel3_t. Each later version has only added at the end.
#include "gpu/cufile_stats.h"

#include <algorithm>
#include <cstring>

namespace ioproof {
namespace {

constexpr size_t batchCountersAt = 176;
/// A counter is two numbers: those that went well and those that did not.
constexpr size_t counterBytes = 16;
constexpr size_t batchReadBytesAt = 416;
constexpr size_t batchWriteBytesAt = 424;
constexpr size_t gpuCountAt = 1024;
constexpr size_t firstGpuAt = 1032;
constexpr size_t gpuBytes = 248;
constexpr uint32_t mostGpus = 16;

enum BatchCounter : size_t {
    enqueued = 5,
    posixEnqueued = 6,
    nvfsSubmit = 9,
    p2pSubmit = 10,
    aioSubmit = 11,
    uringSubmit = 12,
    mixedSubmit = 13
};

struct GpuField {
    size_t offset;
    uint64_t CufileStats::* to;
};
constexpr GpuField gpuFields[] = {
    {16, &CufileStats::readBytes},        {48, &CufileStats::reads},         {56, &CufileStats::p2pReads},
    {64, &CufileStats::nvfsReads},        {72, &CufileStats::posixReads},    {80, &CufileStats::unalignedReads},
    {88, &CufileStats::routedReads},      {96, &CufileStats::sparseRegions}, {104, &CufileStats::inlineRegions},
    {112, &CufileStats::readErrors},      {120, &CufileStats::writeBytes},   {152, &CufileStats::writes},
    {160, &CufileStats::p2pWrites},       {168, &CufileStats::nvfsWrites},   {176, &CufileStats::posixWrites},
    {184, &CufileStats::unalignedWrites}, {192, &CufileStats::routedWrites}, {200, &CufileStats::writeErrors},
};

template <typename Number>
Number at(std::span<const std::byte> bytes, size_t offset) {
    Number value;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

}  // namespace

CufileStats parseCufileStats(std::span<const std::byte> level3) {
    const auto batch = [&](BatchCounter counter) {
        return at<uint64_t>(level3, batchCountersAt + counter * counterBytes);
    };
    CufileStats stats;
    stats.batchEnqueued = batch(enqueued);
    stats.batchPosixEnqueued = batch(posixEnqueued);
    stats.batchNvfs = batch(nvfsSubmit);
    stats.batchP2p = batch(p2pSubmit);
    stats.batchAio = batch(aioSubmit);
    stats.batchUring = batch(uringSubmit);
    stats.batchMixed = batch(mixedSubmit);
    stats.batchReadBytes = at<uint64_t>(level3, batchReadBytesAt);
    stats.batchWriteBytes = at<uint64_t>(level3, batchWriteBytesAt);
    const uint32_t gpus = std::min(at<uint32_t>(level3, gpuCountAt), mostGpus);
    for (uint32_t gpu = 0; gpu < gpus; ++gpu)
        for (const auto& field : gpuFields)
            stats.*field.to += at<uint64_t>(level3, firstGpuAt + gpu * gpuBytes + field.offset);
    return stats;
}

}  // namespace ioproof
