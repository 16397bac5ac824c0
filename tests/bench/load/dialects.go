package main

import (
	"encoding/json"
	"fmt"
	"sync/atomic"
)

// question asks a server once, and tells whether the answer was the right one.
type question func(*connection) (bool, error)

// answer has what all servers answer with: the number, and in ours where the prediction stands.
type answer struct {
	ID     string `json:"id"`
	Status string `json:"status"`
	Number string `json:"number"`
}

func chooseDialect(chosen options) (question, error) {
	var place atomic.Int64
	place.Store(int64(chosen.first))
	if chosen.dialect == "get" {
		paths, err := readLines(chosen.requests)
		if err != nil {
			return nil, err
		}
		return askGet(paths, chosen.bearer, &place), nil
	}
	pictures, err := readPictures(chosen.pictures)
	if err != nil {
		return nil, err
	}
	// All clients share one sequence, so that no two send the same picture until all have been sent.
	next := func() picture { return pictures[int(place.Add(1)-1)%len(pictures)] }
	kind := "image/png"
	if chosen.part != "" {
		kind = "multipart/form-data; boundary=" + boundary
		for i := range pictures {
			pictures[i].Image = wrap(chosen.part, pictures[i].Image)
		}
	}
	switch chosen.dialect {
	case "numberfigure":
		return askNumberfigure(chosen.path, kind, next), nil
	case "prefer":
		return askOnce(chosen.path, kind, "Prefer: wait=10\r\n", 201, next), nil
	case "direct":
		return askOnce(chosen.path, kind, "", 200, next), nil
	}
	return nil, fmt.Errorf("no dialect %q", chosen.dialect)
}

// askNumberfigure submits a picture and waits for its prediction, as the API's documentation says.
func askNumberfigure(path, kind string, next func() picture) question {
	return func(wire *connection) (bool, error) {
		sent := next()
		found, err := post(wire, path, kind, "", 202, sent)
		for err == nil && (found.Status == "queued" || found.Status == "processing") {
			var status int
			var body []byte
			status, body, err = wire.send("GET", path+"/"+found.ID+"?wait=10", "", nil)
			if err == nil {
				err = parse(status, 200, body, &found)
			}
		}
		return found.Number == sent.Number && found.Status == "succeeded", err
	}
}

// askOnce posts a picture and takes the number from the reply.
func askOnce(path, kind, headers string, wanted int, next func() picture) question {
	return func(wire *connection) (bool, error) {
		sent := next()
		found, err := post(wire, path, kind, headers, wanted, sent)
		return found.Number == sent.Number, err
	}
}

func askGet(paths []string, bearer string, place *atomic.Int64) question {
	headers := ""
	if bearer != "" {
		headers = "Authorization: Bearer " + bearer + "\r\n"
	}
	return func(wire *connection) (bool, error) {
		status, body, err := wire.send("GET", paths[int(place.Add(1)-1)%len(paths)], headers, nil)
		if err == nil && status != 200 {
			err = fmt.Errorf("%d: %.200s", status, body)
		}
		return err == nil && json.Valid(body), err
	}
}

func post(wire *connection, path, kind, headers string, wanted int, sent picture) (answer, error) {
	var found answer
	status, body, err := wire.send("POST", path, "Content-Type: "+kind+"\r\n"+headers, sent.Image)
	if err == nil {
		err = parse(status, wanted, body, &found)
	}
	return found, err
}

func parse(status, wanted int, body []byte, found *answer) error {
	if status != wanted {
		return fmt.Errorf("%d: %.200s", status, body)
	}
	if len(body) > 0 && body[0] == '[' {
		// BentoML answers a batch of one with a batch of one.
		var numbers []string
		if err := json.Unmarshal(body, &numbers); err != nil || len(numbers) != 1 {
			return fmt.Errorf("not one number: %.200s", body)
		}
		found.Number = numbers[0]
		return nil
	}
	return json.Unmarshal(body, found)
}
