// Each number of cuFile's statistics comes from its own place in the structure.
#include "gpu/cufile_stats.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

namespace ioproof {
namespace {

constexpr size_t structureBytes = 5000;
constexpr size_t perGpu = 1032;
constexpr size_t gpuBytes = 248;

class Level3 {
public:
    void set(size_t offset, uint64_t value) { std::memcpy(bytes_.data() + offset, &value, sizeof value); }
    void setGpus(uint32_t count) { std::memcpy(bytes_.data() + 1024, &count, sizeof count); }
    CufileStats parse() const { return parseCufileStats(bytes_); }

private:
    std::vector<std::byte> bytes_ = std::vector<std::byte>(structureBytes);
};

struct Place {
    uint64_t CufileStats::* field;
    size_t offset;
};

/// As published; the parser has a table of its own.
const std::vector<Place> gpuPlaces = {
    {&CufileStats::readBytes, 16},        {&CufileStats::reads, 48},         {&CufileStats::p2pReads, 56},
    {&CufileStats::nvfsReads, 64},        {&CufileStats::posixReads, 72},    {&CufileStats::unalignedReads, 80},
    {&CufileStats::routedReads, 88},      {&CufileStats::sparseRegions, 96}, {&CufileStats::inlineRegions, 104},
    {&CufileStats::readErrors, 112},      {&CufileStats::writeBytes, 120},   {&CufileStats::writes, 152},
    {&CufileStats::p2pWrites, 160},       {&CufileStats::nvfsWrites, 168},   {&CufileStats::posixWrites, 176},
    {&CufileStats::unalignedWrites, 184}, {&CufileStats::routedWrites, 192}, {&CufileStats::writeErrors, 200},
};
const std::vector<Place> batchPlaces = {
    {&CufileStats::batchEnqueued, 256}, {&CufileStats::batchPosixEnqueued, 272}, {&CufileStats::batchNvfs, 320},
    {&CufileStats::batchP2p, 336},      {&CufileStats::batchAio, 352},           {&CufileStats::batchUring, 368},
    {&CufileStats::batchMixed, 384},    {&CufileStats::batchReadBytes, 416},     {&CufileStats::batchWriteBytes, 424},
};

TEST(CufileStats, OfAGpuAreEachInTheirPlace) {
    Level3 level3;
    level3.setGpus(1);
    uint64_t next = 1000;
    for (const auto& place : gpuPlaces) level3.set(perGpu + place.offset, next++);
    const CufileStats stats = level3.parse();
    next = 1000;
    for (const auto& place : gpuPlaces) EXPECT_EQ(stats.*place.field, next++) << "offset " << place.offset;
    for (const auto& place : batchPlaces) EXPECT_EQ(stats.*place.field, 0u) << "offset " << place.offset;
}

TEST(CufileStats, OfBatchesAreTheSuccessesOfLevelOne) {
    Level3 level3;
    uint64_t next = 1000;
    for (const auto& place : batchPlaces) level3.set(place.offset, next++);
    const CufileStats stats = level3.parse();
    next = 1000;
    for (const auto& place : batchPlaces) EXPECT_EQ(stats.*place.field, next++) << "offset " << place.offset;
    EXPECT_EQ(stats.reads, 0u);
}

TEST(CufileStats, AreAddedUpOverTheGpusThatAreTold) {
    Level3 level3;
    level3.setGpus(3);
    for (size_t gpu = 0; gpu < 4; ++gpu) {
        level3.set(perGpu + gpu * gpuBytes + 72, uint64_t{1} << gpu);
        level3.set(perGpu + gpu * gpuBytes + 160, uint64_t{10} << gpu);
    }
    EXPECT_EQ(level3.parse().posixReads, 7u);
    EXPECT_EQ(level3.parse().p2pWrites, 70u);
}

TEST(CufileStats, StayInsideOfTheStructureWhateverItsCountSays) {
    Level3 level3;
    level3.setGpus(UINT32_MAX);
    for (size_t gpu = 0; gpu < 16; ++gpu) level3.set(perGpu + gpu * gpuBytes + 48, 1);
    EXPECT_EQ(level3.parse().reads, 16u);
}

}  // namespace
}  // namespace ioproof
