// eventfd and ppoll.
#include "core/wake_bell.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>

#include "core/io_error.h"

namespace ioproof {

WakeBell::WakeBell() : event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (event_.get() < 0) throw JobError("BELL_REFUSED", "eventfd failed with " + errnoName(errno));
}

void WakeBell::ring() {
    const uint64_t one = 1;
    // Fails only where the counter is full, and then the bell has been rung.
    [[maybe_unused]] const ssize_t written = write(event_.get(), &one, sizeof(one));
}

void WakeBell::silence() {
    uint64_t rung = 0;
    [[maybe_unused]] const ssize_t taken = read(event_.get(), &rung, sizeof(rung));
}

void WakeBell::waitUntil(const Clock& clock, uint64_t time) {
    const timespec left = clock.remainingUntil(time);
    pollfd rung{.fd = event_.get(), .events = POLLIN, .revents = 0};
    if (ppoll(&rung, 1, &left, nullptr) > 0) silence();
}

}  // namespace ioproof
