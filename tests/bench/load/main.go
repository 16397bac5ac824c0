// Load sends pictures to a server from many clients at once, checks every answer's digit, and reports how fast it was.
//
// It is written in Go so that it takes little of the cores that it shares with what is measured, and says how much.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"sync"
	"time"
)

type options struct {
	address  string
	dialect  string
	path     string
	part     string
	clients  int
	warm     time.Duration
	duration time.Duration
	pictures string
	requests string
	bearer   string
	first    int
}

func main() {
	var chosen options
	flag.StringVar(&chosen.address, "address", "127.0.0.1:8000", "host:port of the server")
	flag.StringVar(&chosen.dialect, "dialect", "direct",
		"numberfigure: POST, then GET ?wait=10; prefer: one POST with Prefer: wait; direct: one POST; get: the paths of -requests")
	flag.StringVar(&chosen.path, "path", "/v1/predictions", "where pictures are posted")
	flag.StringVar(&chosen.part, "part", "", "send pictures as this part of a form; empty: as the raw body")
	flag.StringVar(&chosen.bearer, "bearer", "", "token of an owner, for -dialect get")
	flag.StringVar(&chosen.requests, "requests", "", "file of paths to GET, one a line")
	flag.IntVar(&chosen.clients, "clients", 32, "clients at once, each with a connection that it keeps")
	flag.DurationVar(&chosen.warm, "warm", time.Second, "load before measuring begins")
	flag.DurationVar(&chosen.duration, "for", 5*time.Second, "how long to measure")
	flag.StringVar(&chosen.pictures, "pictures", "", `file of pictures, one a line: {"image": base64, "number": "7"}`)
	flag.IntVar(&chosen.first, "first", 0, "place of the first picture to send")
	flag.Parse()
	if err := run(chosen); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(chosen options) error {
	ask, err := chooseDialect(chosen)
	if err != nil {
		return err
	}
	notes := newNotes(time.Now().Add(chosen.warm), chosen.duration)
	var clients sync.WaitGroup
	for range chosen.clients {
		clients.Add(1)
		go func() {
			defer clients.Done()
			runClient(chosen.address, ask, notes)
		}()
	}
	clients.Wait()
	return json.NewEncoder(os.Stdout).Encode(notes.report())
}

// runClient asks without a pause until the time is over, on one connection, which is opened anew after an error.
func runClient(address string, ask question, notes *notes) {
	var wire *connection
	for time.Now().Before(notes.ends) {
		if wire == nil {
			opened, err := open(address)
			if err != nil {
				notes.fail(err)
				time.Sleep(10 * time.Millisecond)
				continue
			}
			wire = opened
		}
		began := time.Now()
		isRight, err := ask(wire)
		notes.note(began, time.Now(), isRight, err)
		if err != nil {
			wire.close()
			wire = nil
		}
	}
	if wire != nil {
		wire.close()
	}
}
