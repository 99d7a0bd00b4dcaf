// Three linked entries on /dev/zero.
#include "engines/uring_linked_open.h"

#include <fcntl.h>

#include <cstring>

#include "core/io_error.h"
#include "engines/uring_ring.h"

namespace ioproof {
namespace {

using namespace uring;

constexpr const char* trialFile = "/dev/zero";
constexpr uint32_t trialBytes = 8;

void write(SubmissionEntry& entry, uint8_t opcode, uint8_t flags) {
    entry = {};
    entry.opcode = opcode;
    entry.flags = flags;
}

void writeTrial(UringRing& ring, std::byte* answer) {
    SubmissionEntry& opening = ring.nextEntry();
    write(opening, opOpenAt, sqeLink);
    opening.descriptor = AT_FDCWD;
    opening.address = reinterpret_cast<uint64_t>(trialFile);
    opening.fileIndex = 1;
    SubmissionEntry& reading = ring.nextEntry();
    write(reading, opRead, sqeFixedFile | sqeHardLink);
    reading.address = reinterpret_cast<uint64_t>(answer);
    reading.length = trialBytes;
    SubmissionEntry& closing = ring.nextEntry();
    write(closing, opClose, 0);
    closing.fileIndex = 1;
}

}  // namespace

std::string linkedOpenRefusal() {
    UringRing ring({.entries = 4, .sqPoll = false, .ioPoll = false});
    const int none = -1;
    if (const int status = ring.registerFiles({&none, 1}); status != 0)
        return "the kernel takes no empty table of files: " + errnoName(-status);
    std::byte answer[trialBytes];
    std::memset(answer, 0x55, sizeof(answer));
    writeTrial(ring, answer);
    if (const int status = ring.enter(3, nullptr); status < 0) return "a trial failed with " + errnoName(-status);
    int32_t worst = 0;
    for (uint32_t index = 0; index < 3; ++index) worst = std::min(worst, ring.completion(index).result);
    ring.consume(3);
    if (worst < 0) return "a trial on /dev/zero failed with " + errnoName(-worst);
    return answer[0] == std::byte{0} ? "" : "a trial on /dev/zero read nothing";
}

}  // namespace ioproof
