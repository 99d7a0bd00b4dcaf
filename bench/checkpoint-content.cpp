// How fast one core makes the bytes of a checkpoint, and how fast it copies as many. checkpoint-content fill|copy BLOCK
// SECONDS goes over one buffer again and again, and prints the bytes and the seconds of CPU that they took.
#include <time.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

#include "core/checkpoint_content.h"

namespace {

using namespace ioproof;

constexpr uint64_t partBytes = uint64_t{1} << 40;

double cpuSeconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Calls `step` with rising places, a block each, for so long.
template <typename Step>
void repeat(size_t block, double seconds, Step step) {
    const double start = cpuSeconds();
    double taken = 0;
    uint64_t bytes = 0;
    for (; taken < seconds; taken = cpuSeconds() - start) {
        // The clock is a system call: read once in 64 MiB.
        for (const uint64_t end = bytes + (uint64_t{1} << 26); bytes < end; bytes += block) step(bytes % partBytes);
    }
    std::printf("%llu %.9f\n", static_cast<unsigned long long>(bytes), taken);
}

void fill(std::vector<std::byte>& buffer, double seconds) {
    CheckpointSpec spec;
    spec.directoryPrefix = "step";
    spec.parts = {{.name = "part", .rank = 0, .offset = 0, .bytes = partBytes}};
    const CheckpointFiles files("", spec);
    const CheckpointContent content(files, 1);
    CheckpointChecksums checksums(files);
    repeat(buffer.size(), seconds,
           [&](uint64_t offset) { content.fill(1, 0, offset, buffer.data(), buffer.size(), checksums); });
}

void copy(std::vector<std::byte>& buffer, double seconds) {
    const std::vector<std::byte> source(buffer.size(), std::byte{1});
    repeat(buffer.size(), seconds, [&](uint64_t) {
        std::memcpy(buffer.data(), source.data(), buffer.size());
        asm volatile("" ::"r"(buffer.data()) : "memory");  // or all copies but the last could be left out
    });
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4) return std::fputs("checkpoint-content fill|copy BLOCK SECONDS\n", stderr), 2;
    std::vector<std::byte> buffer(std::strtoul(arguments[2], nullptr, 10), std::byte{2});
    const double seconds = std::strtod(arguments[3], nullptr);
    const bool copies = std::string_view(arguments[1]) == "copy";
    (copies ? copy : fill)(buffer, seconds);
}
