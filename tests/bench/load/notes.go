package main

import (
	"slices"
	"sync"
	"syscall"
	"time"
)

// notes is what the clients have seen between two moments; an answer counts if it came between them.
type notes struct {
	begins, ends time.Time
	lock         sync.Mutex
	took         []time.Duration
	right        int
	wrong        int
	failed       int
	firstError   string
	cpuBefore    time.Duration
}

// report is what is printed; times in milliseconds but for those named otherwise.
type report struct {
	Answered int `json:"answered"`
	// Answered and right, while warming too.
	Total      int     `json:"total"`
	Wrong      int     `json:"wrong"`
	Failed     int     `json:"failed"`
	FirstError string  `json:"first_error,omitempty"`
	Seconds    float64 `json:"seconds"`
	Rate       float64 `json:"rate"`
	P50        float64 `json:"p50_ms"`
	P90        float64 `json:"p90_ms"`
	P99        float64 `json:"p99_ms"`
	Worst      float64 `json:"worst_ms"`
	// The share of one core that this program took, warming included.
	OwnCPU float64 `json:"own_cpu"`
}

func newNotes(begins time.Time, duration time.Duration) *notes {
	return &notes{begins: begins, ends: begins.Add(duration), cpuBefore: readCPU()}
}

func (n *notes) note(began, ended time.Time, isRight bool, err error) {
	if err != nil {
		n.fail(err)
		return
	}
	n.lock.Lock()
	defer n.lock.Unlock()
	if !isRight {
		n.wrong++
		return
	}
	n.right++
	if !ended.Before(n.begins) && ended.Before(n.ends) {
		n.took = append(n.took, ended.Sub(began))
	}
}

func (n *notes) fail(err error) {
	n.lock.Lock()
	defer n.lock.Unlock()
	n.failed++
	if n.firstError == "" {
		n.firstError = err.Error()
	}
}

func (n *notes) report() report {
	slices.Sort(n.took)
	seconds := n.ends.Sub(n.begins).Seconds()
	made := report{
		Answered: len(n.took), Total: n.right, Wrong: n.wrong, Failed: n.failed, FirstError: n.firstError,
		Seconds: seconds, Rate: float64(len(n.took)) / seconds,
		OwnCPU: (readCPU() - n.cpuBefore).Seconds() / time.Since(n.begins).Seconds(),
	}
	if len(n.took) > 0 {
		made.P50, made.P90, made.P99 = n.quantile(0.5), n.quantile(0.9), n.quantile(0.99)
		made.Worst = n.quantile(1)
	}
	return made
}

func (n *notes) quantile(share float64) float64 {
	place := min(int(share*float64(len(n.took))), len(n.took)-1)
	return float64(n.took[place].Microseconds()) / 1000
}

func readCPU() time.Duration {
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
